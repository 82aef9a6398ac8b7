// The words of scripts are those of the catalogue: $word("key") becomes the text of the
// key when the site is built, or an object of its plural forms.
const language = $word("language");
let rules;

// fill puts values into the holes of a text: "{n} of {total}".
export const fill = (text, values) => text.replace(/\{(\w+)\}/g, (hole, name) => values[name] ?? hole);

// count returns the form of a text that a number takes, with the number in it.
export function count(forms, n, values) {
  rules ??= new Intl.PluralRules(language);
  return fill(forms[rules.select(n)] ?? forms.other, { n: n.toLocaleString(language), ...values });
}

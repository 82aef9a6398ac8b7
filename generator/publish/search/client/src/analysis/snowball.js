// The English stemmer of Snowball, also known as Porter2:
// https://snowballstem.org/algorithms/english/stemmer.html
// Its vowels are aeiouy. Where y is a consonant it is written Y on the way.

const irregular = new Map(
  Object.entries({
    skis: "ski",
    skies: "sky",
    dying: "die",
    lying: "lie",
    tying: "tie",
    idly: "idl",
    gently: "gentl",
    ugly: "ugli",
    early: "earli",
    only: "onli",
    singly: "singl",
  }),
);
const unchanged = /^(?:.{0,2}|sky|news|howe|atlas|cosmos|bias|andes)$/su;
const finished = /^(?:inning|outing|canning|herring|earring|proceed|exceed|succeed)$/;
const shortSyllable = /(?:^[aeiouy][^aeiouy]|[^aeiouy][aeiouy][^aeiouywxY])$/u;

const step2 = endings({
  tional: "tion",
  enci: "ence",
  anci: "ance",
  abli: "able",
  entli: "ent",
  "izer|ization": "ize",
  "ational|ation|ator": "ate",
  "alism|aliti|alli": "al",
  "fulness|fulli": "ful",
  "ousli|ousness": "ous",
  "iveness|iviti": "ive",
  "biliti|bli": "ble",
  lessli: "less",
  "(?<=l)ogi": "og",
  "(?<=[cdeghkmnrt])li": "",
});
const step3 = endings({
  tional: "tion",
  ational: "ate",
  alize: "al",
  "icate|iciti|ical": "ic",
  "ful|ness|ative": "",
});
const step4 = endings({
  "al|[ae]nce|er|ic|[ai]ble|ant|(?:e?m)?ent|ism|ate|iti|ous|ive|ize|(?<=[st])ion": "",
});

// stem returns the stem of a word in lower case.
export function stem(word) {
  if (irregular.has(word)) return irregular.get(word);
  if (unchanged.test(word)) return word;

  word = word.replace(/^'/, "").replace(/(^|[aeiouy])y/g, "$1Y");
  // Most endings go only if they lie behind r1 or r2, so that enough is left.
  const r1 = /^(?:gener|commun|arsen)/.exec(word)?.[0].length ?? regionAfter(word, 0);
  const r2 = regionAfter(word, r1);

  word = withoutPlural(word.replace(/'(?:s'?)?$/, ""));
  if (!finished.test(word)) {
    word = withoutParticiple(word, r1).replace(/(?<=.[^aeiouy])y$/su, "i");
    word = step2(word, r1);
    word = step3(word, word.endsWith("ative") ? r2 : r1);
    word = step4(word, r2);
    word = withoutFinal(word, r1, r2);
  }
  return word.replaceAll("Y", "y");
}

// regionAfter returns where the text behind the next vowel and consonant begins.
function regionAfter(word, start) {
  const syllable = /[aeiouy][^aeiouy]/u.exec(word.slice(start));
  return syllable ? start + syllable.index + syllable[0].length : word.length;
}

// endings takes what endings, as patterns, become. It returns a function that
// replaces the longest one that a word has, unless it begins before a region.
function endings(table) {
  const replacements = Object.values(table);
  // The match that begins first is the longest.
  const pattern = new RegExp(`(?:(${Object.keys(table).join(")|(")}))$`);
  return (word, region) =>
    word.replace(pattern, (ending, ...groups) => (groups.at(-2) < region ? ending : replacements[groups.indexOf(ending)]));
}

// withoutPlural takes off what is too much of sses, ies, ied and s.
function withoutPlural(word) {
  return word.replace(/(?:(?<=ss)es|(?<=..i)e[sd]|(?<=^.?ie)[sd]|(?<=[aeiouy].+)(?<![su])s)$/su, "");
}

// withoutParticiple takes off ed and ing, and mends what is left: hoping is hope,
// hopping is hop.
function withoutParticiple(word, r1) {
  const [, rest, ending] = /^(.*?)(eed|ed|ing)(?:ly)?$/s.exec(word) ?? [];
  if (ending === "eed") return rest.length < r1 ? word : `${rest}ee`;
  if (!ending || !/[aeiouy]/.test(rest)) return word;
  if (/(?:at|bl|iz)$/.test(rest)) return `${rest}e`;
  if (/([bdfgmnprt])\1$/.test(rest)) return rest.slice(0, -1);
  return rest.length === r1 && shortSyllable.test(rest) ? `${rest}e` : rest;
}

// withoutFinal takes off a final e, and the second l of two.
function withoutFinal(word, r1, r2) {
  const rest = word.slice(0, -1);
  const long = rest.length >= r2;
  if (word.endsWith("e")) return long || (rest.length >= r1 && !shortSyllable.test(rest)) ? rest : word;
  return long && word.endsWith("ll") ? rest : word;
}

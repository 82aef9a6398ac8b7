// Words of parts that bring their own languages.

// speak returns the words of the page's language, and English where there are none.
export const speak = (languages, host) => {
  const [language] = (host.locale || host.viewer?.locale || document.documentElement.lang || navigator.language).toLowerCase().split(/[-_]/);
  return { ...languages.en, ...languages[language], ...host.texts };
};

// What MiniSearch is told when it builds the index and again when it reads it.
export const options = {
  fields: ["title", "headings", "body", "tags", "questions"],
  storeFields: ["title", "body"], // an excerpt needs the text
  searchOptions: { prefix: true, fuzzy: 0.2, boost: { title: 3, headings: 2 } },
};

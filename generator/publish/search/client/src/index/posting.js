// A posting's head is one byte: the step of its weight in the lower four bits, and
// whether lines follow.
const headLines = 16;
const headStep = 15;

const leastWeight = 0.1;
const stepFactor = 1.5;

const stepWeights = new Float64Array(16);
for (let i = 0; i < 16; i++) stepWeights[i] = i === 0 ? leastWeight : stepWeights[i - 1] * stepFactor;

export const weightOf = (head) => stepWeights[head & headStep];
export const hasLines = (head) => (head & headLines) !== 0;

// kindOf returns what a line is, by its key, which also has its place among the
// lines of its kind: 0 is a title, 1 a question, 2 a heading, 3 a name.
export const kindOf = (key) => key & 3;

// asks reports whether a line is a page's title, and not only its beginning, or a question.
export const asks = (key) => key === 0 || kindOf(key) === 1;

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

// A line has a key, which tells what it is and which of its kind on the page.
// kindOf returns the first: a title, a question, a heading, or a name, from 0.
export const kindOf = (key) => key & 3;

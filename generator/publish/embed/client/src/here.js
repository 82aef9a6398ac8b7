// The address of a script that is no module, which import.meta.url means in its source:
// that of the one that is running right now. A page that puts it into a bundle of its
// own has to say src. A source that has the same name for something else would mean that.
export const addressOfThisScript = document.currentScript?.src;

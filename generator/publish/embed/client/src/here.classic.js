// … or the script that is running right now. A page that puts it into a bundle of
// its own has to say src.
export const here = document.currentScript?.src;

export const address = (name) => new URL(name + ".js", here);

// The parts of the package are modules that a product's bundler puts where it likes.

// part is as in src: find imports the part.
export const part = async (find, host) => {
  try {
    return (await find()).default;
  } catch (error) {
    host?.headsup?.emit("error", { error });
  }
};

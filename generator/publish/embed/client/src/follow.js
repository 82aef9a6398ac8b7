// Where one element is in the window.

// follow watches one element. changed is called when it comes into view, leaves it,
// or has moved although nothing else said so, which watch notices.
export const follow = (element, changed, watch) => {
  let key, quit;
  const sight = new IntersectionObserver((entries) => {
    self.inView = entries.at(-1).intersectionRatio > 0;
    changed();
  }, { root: document, threshold: 1e-6 });
  const size = new ResizeObserver(changed);
  sight.observe(element);
  size.observe(element);
  const still = () => {
    quit?.();
    quit = null;
  };

  const self = {
    inView: false,
    // moved reports whether the element is elsewhere than at the last call.
    moved({ left, top, right, bottom }) {
      const now = [top, innerWidth - right, innerHeight - bottom, left];
      if (key != (key = `${now}`)) return still(), true;
      quit ??= watch(element, now, () => {
        key = 0;
        changed();
      });
    },
    end() {
      sight.disconnect();
      size.disconnect();
      still();
    },
  };
  return self;
};

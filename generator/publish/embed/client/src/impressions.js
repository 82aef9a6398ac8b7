// How long somebody has had cards before their eyes.

// impressions returns what begins to watch a card, and what ends it for all. At the end,
// and when the page is hidden, tell is called with each {item, seconds} of a second or more.
// A card is in view with half of it, or when it fills half of the window.
export const impressions = (tell) => {
  const cards = new Map(); // {item, spent, since}, in milliseconds, by the card

  const count = (state, inView) => {
    const now = performance.now();
    if (state.since != null) state.spent += now - state.since;
    state.since = inView && !document.hidden ? now : null;
  };
  const report = () => {
    for (const state of cards.values()) {
      count(state, state.inView);
      if (state.spent >= 1000) tell({ item: state.item, seconds: Math.round(state.spent / 100) / 10 });
      state.spent = 0;
    }
  };
  const sight = new IntersectionObserver((entries) => {
    for (const { target, intersectionRatio, intersectionRect } of entries) {
      const state = cards.get(target);
      if (state) count(state, state.inView = intersectionRatio >= 0.5 || intersectionRect.height >= innerHeight / 2);
    }
  }, { threshold: [0, 0.1, 0.2, 0.3, 0.4, 0.5] });

  return {
    begin(card, item) {
      if (!cards.size) document.addEventListener("visibilitychange", report);
      cards.set(card, { item, spent: 0 });
      sight.observe(card);
    },
    end() {
      report();
      document.removeEventListener("visibilitychange", report);
      sight.disconnect();
      cards.clear();
    },
  };
};

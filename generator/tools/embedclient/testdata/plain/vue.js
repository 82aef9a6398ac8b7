// A product that uses Vue, as a server and a browser read it.
import { createSSRApp, h, ref } from "vue";
import { HeadsupNews, HeadsupTips } from "@headsup/embed/vue";

const src = "/embed/v1/";

export const app = createSSRApp({
  setup() {
    const plan = ref("free");
    const heard = ref("nothing");
    const tips = ref(null);
    return () => [
      h(HeadsupNews, { src, class: "news" }),
      h(HeadsupTips, {
        src, ref: tips, products: ["billing"], viewer: { plan: plan.value, role: "admin" },
        onHeadsupShown: ({ detail, target }) => (heard.value = `${detail.item.id} ${target === tips.value}`),
      }),
      h("button", { id: "upgrade", onClick: () => (plan.value = "pro") }, "Upgrade"),
      h("output", null, heard.value),
    ];
  },
});

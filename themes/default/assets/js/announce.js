let status = null;

// announce tells readers who listen what has happened.
export function announce(text) {
  if (!status) {
    status = document.createElement("p");
    status.className = "visually-hidden";
    status.setAttribute("role", "status");
    document.body.append(status);
  }
  status.textContent = text;
}

// copyText copies a text and says so, and shows it for a moment in an element.
export async function copyText(text, shown, done) {
  let result = done;
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    result = "Failed";
  }
  const before = shown.dataset.label ?? shown.textContent;
  shown.dataset.label = before;
  shown.textContent = result;
  announce(result);
  setTimeout(() => {
    shown.textContent = before;
    announce("");
  }, 2000);
}

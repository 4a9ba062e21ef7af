// Stands in for what VS Code puts into a webview's page: its API, its theme and its messages.
// `toExtension` is the test's end of the wire. The kept state outlives a reload, as in VS Code.
globalThis.acquireVsCodeApi = () => ({
  postMessage: (message) => void globalThis.toExtension(JSON.stringify(message)),
  getState: () => JSON.parse(sessionStorage.getItem('state') ?? 'null') ?? undefined,
  setState: (state) => sessionStorage.setItem('state', JSON.stringify(state)),
});

globalThis.page = {
  deliver: (message) => postMessage(JSON.parse(message), '*'),
  state: () => JSON.parse(sessionStorage.getItem('state') ?? 'null'),
  setTheme: ({ kind, variables }) => {
    document.body.className = kind;
    for (const [name, value] of Object.entries(variables)) {
      document.documentElement.style.setProperty(`--vscode-${name}`, value);
    }
  },
  /** Number of pixels of the drawing that are not transparent, and the colours seen most. */
  ink: () => {
    const drawings = [...document.querySelectorAll('.canvas canvas')];
    const counts = new Map();
    for (const drawing of drawings) {
      const { width, height } = drawing;
      const copy = new OffscreenCanvas(width, height).getContext('2d');
      copy.drawImage(drawing, 0, 0);
      const { data } = copy.getImageData(0, 0, width, height);
      for (let at = 0; at < data.length; at += 4) {
        if (data[at + 3] === 0) continue;
        const colour = `${data[at]},${data[at + 1]},${data[at + 2]}`;
        counts.set(colour, (counts.get(colour) ?? 0) + 1);
      }
    }
    return [...counts].sort((a, b) => b[1] - a[1]).slice(0, 40);
  },
};

globalThis.page.setTheme(globalThis.initialTheme);

globalThis.violations = [];
document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) =>
  globalThis.violations.push(`${violatedDirective} ${blockedURI}`),
);

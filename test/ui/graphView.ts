import type { Frame, Locator, Page } from 'playwright-core';
import type {} from '../../webview/testHook';
import { pressUntil } from './pressUntil';

const drawLimitMs = 60_000;
const attemptMs = 10_000;
const maxAttempts = 5;

/** The drawing in its webview: two frames deep, and inside it a canvas that only its test hook knows. */
export class GraphView {
  private constructor(
    private readonly page: Page,
    readonly frame: Frame,
  ) {}

  /**
   * Waits until a graph with elements is shown. A webview that was hidden has a new frame: find it again.
   * @param id what must be among them
   */
  static async find(page: Page, id?: string): Promise<GraphView> {
    const deadline = Date.now() + drawLimitMs;
    for (;;) {
      try {
        return new GraphView(page, await findFrame(page, id));
      } catch (error) {
        // While one webview takes the place of another, what was found is gone the next moment.
        if (Date.now() > deadline) throw error;
      }
    }
  }

  /** Scene ids of what is drawn. */
  ids(): Promise<readonly string[]> {
    return this.frame.evaluate(() => globalThis.__vethscopeGraph?.ids() ?? []);
  }

  /** Waits until an element is drawn, or no longer is. */
  async waitFor(id: string, { drawn = true }: { drawn?: boolean } = {}): Promise<void> {
    await this.frame.waitForFunction(
      ([wanted, expected]) =>
        (globalThis.__vethscopeGraph?.ids() ?? []).includes(wanted) === expected,
      [id, drawn] as const,
      { timeout: 20_000 },
    );
  }

  /** Waits until an element is selected, as the outline tells assistive technology. */
  async waitForSelected(id: string): Promise<void> {
    await this.frame.waitForFunction(
      (wanted) => (globalThis.__vethscopeGraph?.selected() ?? []).includes(wanted),
      id,
      { timeout: 20_000 },
    );
  }

  /**
   * Moves the mouse onto an element; in steps, because a canvas hears movements and not jumps. Once more when the
   * picture was drawn anew meanwhile and the element went elsewhere.
   */
  async hover(id: string): Promise<void> {
    let at = await this.place(id);
    for (;;) {
      const { x, y } = at;
      await this.page.mouse.move(x - 12, y - 12);
      await this.page.mouse.move(x, y, { steps: 8 });
      at = await this.place(id);
      if (Math.hypot(at.x - x, at.y - y) < 1) return;
    }
  }

  /** What the card says that an element shows under the mouse; once more when the picture moved meanwhile. */
  async card(id: string, heading: string | RegExp): Promise<string> {
    const card = this.frame.locator('.card').filter({ hasText: heading });
    for (let attempt = 1; ; attempt += 1) {
      try {
        // The card of what the pointer was on may lie over this one, and stays while the pointer is on the card.
        await this.page.mouse.move(5, 5);
        await this.frame.locator('.card').waitFor({ state: 'hidden', timeout: attemptMs });
        await this.hover(id);
        await card.waitFor({ timeout: attemptMs });
        return await card.innerText({ timeout: attemptMs });
      } catch (error) {
        if (attempt === maxAttempts) throw error;
      }
    }
  }

  async click(id: string, button: 'left' | 'right' = 'left'): Promise<void> {
    await this.hover(id);
    await this.page.mouse.down({ button });
    await this.page.mouse.up({ button });
  }

  /** Presses a key in the drawing, wherever the focus is: the editor may give it to another part at any moment. */
  press(key: string): Promise<void> {
    return this.frame.locator('.canvas').press(key);
  }

  /** Selects an element by keyboard alone, found by what is typed; the drawing has the focus then. */
  async findByKeyboard(text: string, id: string): Promise<void> {
    await this.press('Control+F');
    const search = this.frame.getByRole('search');
    const field = search.getByRole('textbox');
    await field.fill(text);
    await this.waitForSelected(id);
    await field.press('Escape');
    await search.waitFor({ state: 'hidden' });
  }

  /** Opens by key the menu of what is selected, or of the picture while nothing is. */
  async openMenuByKeyboard(): Promise<Locator> {
    await this.press('Shift+F10');
    const menu = this.frame.getByRole('menu');
    await menu.waitFor();
    return menu;
  }

  /** The same, and chooses from it. */
  async chooseByKeyboard(item: string): Promise<void> {
    const menu = await this.openMenuByKeyboard();
    const focused = menu.locator(':focus');
    await pressUntil(this.page, 'ArrowDown', focused.filter({ hasText: item }), focused);
    await this.page.keyboard.press('Enter');
    await menu.waitFor({ state: 'hidden' });
  }

  async doubleClick(id: string): Promise<void> {
    await this.hover(id);
    for (const clickCount of [1, 2]) {
      await this.page.mouse.down({ clickCount });
      await this.page.mouse.up({ clickCount });
    }
  }

  /** Drags one element onto another; the button stays down. */
  async drag(id: string, onto: string): Promise<void> {
    await this.hover(id);
    await this.page.mouse.down();
    const { x, y } = await this.place(onto);
    await this.page.mouse.move(x - 8, y, { steps: 8 });
    await this.page.mouse.move(x, y, { steps: 3 });
  }

  /** Until what was asked for before is drawn. */
  settle(): Promise<void> {
    return this.frame.evaluate(async () => {
      for (let drawn = 0; drawn < 4; drawn += 1) {
        await new Promise((resolve) => requestAnimationFrame(resolve));
      }
    });
  }

  /** The drawing as it is, as one text. */
  picture(): Promise<string> {
    return this.frame.evaluate(() =>
      [...document.querySelectorAll('canvas')].map((canvas) => canvas.toDataURL()).join(' '),
    );
  }

  /** Waits until an element is drawn at a place of the page, or somewhere else. */
  async waitForPlace(
    id: string,
    { x, y }: { readonly x: number; readonly y: number },
    { same }: { readonly same: boolean },
  ): Promise<void> {
    const box = await (await this.frame.frameElement()).boundingBox();
    const inside = [x - (box?.x ?? 0), y - (box?.y ?? 0)] as const;
    await this.frame.waitForFunction(
      ([wanted, [left, top], expected]) => {
        const at = globalThis.__vethscopeGraph?.renderedPosition(wanted);
        const isThere = at !== undefined && Math.hypot(at.x - left, at.y - top) < 1;
        return isThere === expected;
      },
      [id, inside, same] as const,
      { timeout: 20_000 },
    );
  }

  /** Centre of an element in pixels of the page. */
  async place(id: string): Promise<{ readonly x: number; readonly y: number }> {
    const inside = await this.frame.evaluate(
      (wanted) => globalThis.__vethscopeGraph?.renderedPosition(wanted),
      id,
    );
    const box = await (await this.frame.frameElement()).boundingBox();
    if (inside === undefined || box === null) throw new Error(`${id} is not drawn`);
    return { x: box.x + inside.x, y: box.y + inside.y };
  }
}

async function findFrame(page: Page, id?: string): Promise<Frame> {
  const body = page
    .frameLocator('iframe.webview.ready:visible')
    .frameLocator('iframe#active-frame')
    .locator('body');
  const handle = await body.elementHandle({ timeout: attemptMs });
  const frame = await handle.ownerFrame();
  if (frame === null) throw new Error('the graph has no frame');
  await frame.waitForFunction(
    (wanted) => {
      const ids = globalThis.__vethscopeGraph?.ids() ?? [];
      return wanted === undefined ? ids.length > 0 : ids.includes(wanted);
    },
    id,
    { timeout: attemptMs },
  );
  return frame;
}

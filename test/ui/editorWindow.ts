import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { root } from '../../scripts/projectPaths';
import { GraphView } from './graphView';
import { pressUntil } from './pressUntil';

const maxAttempts = 5;
const attemptMs = 8_000;
const screenshots = path.join(root, 'out/screenshots');

/** One window of the editor, driven as a user does it: by what is seen, with mouse and keyboard. */
export class EditorWindow {
  /** What the page's console said of forbidden content. */
  readonly policyErrors: string[] = [];

  constructor(
    readonly page: Page,
    /** The folder that is open. */
    readonly folder: string,
  ) {
    page.on('console', (message) => {
      const text = message.text();
      if (/content.security.policy/i.test(text)) this.policyErrors.push(text);
    });
  }

  /** Waits until the window is usable; every folder opens in Restricted Mode. */
  async waitUntilOpen(): Promise<void> {
    await this.page
      .locator('.statusbar')
      .getByRole('button', { name: /Restricted Mode/ })
      .waitFor({ timeout: 90_000 });
  }

  /** Trusts the folder, in the editor's own way. */
  async trustFolder(): Promise<void> {
    const trust = this.page
      .locator('.workspace-trust-editor')
      .getByRole('button', { name: 'Trust', exact: true });
    // The status bar's click is lost before its commands are there, and a graph that opens comes in front.
    const restricted = this.page
      .locator('.statusbar')
      .getByRole('button', { name: /Restricted Mode/ });
    for (let attempt = 1; await restricted.isVisible(); attempt += 1) {
      try {
        await restricted.click({ timeout: attemptMs });
        await trust.click({ timeout: attemptMs });
        await restricted.waitFor({ state: 'detached', timeout: attemptMs });
      } catch (error) {
        if (attempt === maxAttempts) throw error;
      }
    }
    const tab = this.page.getByRole('tab', { name: 'Workspace Trust' });
    // The graph that opens may have taken its place in front; the middle button closes what is behind, too.
    await tab.click({ button: 'middle' });
    await tab.waitFor({ state: 'detached' });
  }

  /** Runs a command by its title in the palette, e.g. `Vethscope: Show Graph`. */
  async runCommand(title: string): Promise<void> {
    await this.pick('F1', `>${title}`, title);
  }

  /** In the editor's own way, which keeps what is open before it goes. */
  async reload(): Promise<void> {
    const gone = this.page.waitForEvent('load');
    await this.runCommand('Developer: Reload Window');
    await gone;
  }

  /** Opens a file of the folder by its name. */
  async openFile(name: string): Promise<void> {
    await this.pick('Control+P', name, name);
    await this.fileTab(name).waitFor();
  }

  /** Its accessible name also says its group, at times. */
  fileTab(name: string): Locator {
    return this.page.locator(`.tab[data-resource-name="${name}"]`);
  }

  /** Once more when a list that is just closing took the key, or took the new list with it. */
  private async pick(key: string, text: string, row: string): Promise<void> {
    await again(async () => {
      await this.page.keyboard.press(key);
      await this.quickInput.fill(text, { timeout: attemptMs });
      await this.quickPickRow(row).first().click({ timeout: attemptMs });
    });
  }

  /**
   * In a list of several to choose from, takes a row or leaves it out, and ends the list.
   * @param open opens it, and does so again when it closed of itself, as lists do that lose the focus
   */
  async toggle(open: () => Promise<void>, row: string): Promise<void> {
    await again(async () => {
      await open();
      await this.quickPickRow(row).click({ timeout: attemptMs });
      await this.page.keyboard.press('Enter');
    });
  }

  async fillQuickInput(text: string): Promise<void> {
    await this.quickInput.fill(text);
  }

  /** Filters a list by what is typed and takes the first of what stays: rows move until then. */
  async choose(text: string, row: string = text): Promise<void> {
    await this.quickInput.fill(text);
    await this.chooseFocused(row);
  }

  /** Types a path into a dialog for files and takes it; again when the dialog put its own in its place meanwhile. */
  async openByPath(file: string): Promise<void> {
    const dialog = this.page.locator('.quick-input-widget:visible');
    await again(async () => {
      await this.quickInput.fill(file, { timeout: attemptMs });
      await dialog.getByRole('button', { name: 'OK' }).click({ timeout: attemptMs });
      await dialog.waitFor({ state: 'detached', timeout: attemptMs });
    });
  }

  /** Takes the name that a dialog for a file proposes, told by its end. */
  async acceptFile(end: string): Promise<void> {
    await this.page.waitForFunction(
      (wanted) =>
        [...document.querySelectorAll<HTMLInputElement>('.quick-input-widget input')].some(
          ({ value }) => value.endsWith(wanted),
        ),
      end,
    );
    const dialog = this.page.locator('.quick-input-widget:visible');
    // While it reads the folder the dialog takes no answer.
    await again(async () => {
      await this.quickInput.press('Enter', { timeout: attemptMs });
      await dialog.waitFor({ state: 'detached', timeout: attemptMs });
    });
  }

  get quickInput(): Locator {
    return this.page.locator('.quick-input-widget:visible input[type=text]');
  }

  /** Answers an input box, told by what it asks. */
  async answerInput(prompt: RegExp, text: string): Promise<void> {
    const dialog = this.page.locator('.quick-input-widget:visible');
    // The row that leads to the box may read alike, and is still there for a moment.
    await dialog.locator('.quick-input-list').waitFor({ state: 'hidden' });
    await dialog.getByText(prompt).waitFor();
    await this.quickInput.fill(text);
    await this.quickInput.press('Enter');
  }

  /** Puts the cursor of the active editor on the first line that reads so. */
  async goToLine(text: string): Promise<void> {
    const lines = await this.page.locator('.editor-instance:visible .view-line').allInnerTexts();
    const index = lines.findIndex((line) => line.replaceAll('\u00a0', ' ').trim() === text);
    if (index < 0) throw new Error(`no line reads "${text}"`);
    await this.page.locator('.editor-instance:visible .view-line').nth(index).click();
  }

  get editorGroups(): Locator {
    return this.page.locator('.editor-group-container');
  }

  quickPickRow(text: string | RegExp): Locator {
    return this.page.locator('.quick-input-list .monaco-list-row').filter({ hasText: text });
  }

  /** Takes the row a list opens with, by keyboard; before it has the focus, Enter takes nothing. */
  async chooseFocused(text: string | RegExp): Promise<void> {
    await this.quickPickRow(text).and(this.page.locator('.focused')).waitFor();
    await this.quickInput.press('Enter');
  }

  /** Opens a view container by its name in the activity bar, unless it is open. */
  async openView(name: string): Promise<void> {
    const tab = this.page.locator('.activitybar').getByRole('tab', { name });
    if ((await tab.getAttribute('aria-selected')) !== 'true') await tab.click();
  }

  tree(name: string): Locator {
    return this.page.getByRole('tree', { name });
  }

  /** Rows of a tree whose accessible name matches. */
  treeItem(tree: string, name: string | RegExp): Locator {
    return this.tree(tree).getByRole('treeitem', { name });
  }

  /** Opens a row of a tree; once more when the tree was filled anew at that moment. */
  async expand(row: Locator): Promise<void> {
    const open = row.and(this.page.locator('[aria-expanded=true]'));
    if ((await open.count()) > 0) return;
    await again(async () => {
      await row.click({ timeout: attemptMs });
      // Not too soon once more: a second click would close it again.
      await open.waitFor({ timeout: attemptMs });
    });
  }

  /** Opens a row's context menu and chooses from it; once more when something closed the menu. */
  async chooseFromContextMenu(row: Locator, item: string | RegExp): Promise<void> {
    await again(async () => {
      await row.click({ button: 'right', timeout: attemptMs });
      // A menu takes no click in its first moments, lest the one that opened it chooses as well.
      const entry = this.page.getByRole('menuitem', { name: item });
      await entry.click({ delay: 200, timeout: attemptMs });
    });
  }

  /** The same by keyboard alone: goes to the row in the tree that has the focus, opens its menu and chooses. */
  async chooseByKeyboard(row: Locator, item: string): Promise<void> {
    const menu = await this.openMenuByKeyboard(row);
    const focused = menu.locator('.action-item.focused');
    await pressUntil(this.page, 'ArrowDown', focused.filter({ hasText: item }), focused);
    await this.page.keyboard.press('Enter');
    await menu.waitFor({ state: 'detached' });
  }

  /** Goes by key to a row of the tree that has the focus, and opens its menu. */
  async openMenuByKeyboard(row: Locator): Promise<Locator> {
    const list = this.page.locator('.monaco-list:focus');
    const focused = list.locator('.monaco-list-row.focused');
    // What had the focus gives it back a moment after it is gone.
    await list.waitFor();
    await this.page.keyboard.press('Home');
    await focused.and(this.page.locator('[data-index="0"]')).waitFor();
    if ((await row.and(focused).count()) === 0) {
      await pressUntil(this.page, 'ArrowDown', row.and(focused), focused);
    }
    await this.page.keyboard.press('Shift+F10');
    const menu = this.page.locator('.monaco-menu');
    await menu.waitFor();
    return menu;
  }

  notification(text: string | RegExp): Locator {
    return this.page.locator('.notification-toast').filter({ hasText: text });
  }

  modalButton(name: string | RegExp): Locator {
    return this.page.locator('.monaco-dialog-box').getByRole('button', { name });
  }

  get modal(): Locator {
    return this.page.locator('.monaco-dialog-box');
  }

  /** The graph that is shown, once it is drawn. */
  async graph(): Promise<GraphView> {
    return GraphView.find(this.page);
  }

  /** The graph that draws this: not the one whose place it is just taking. */
  async graphWith(id: string): Promise<GraphView> {
    return GraphView.find(this.page, id);
  }

  /** Keeps a picture as out/screenshots/<name>.png. */
  async screenshot(name: string): Promise<string> {
    await mkdir(screenshots, { recursive: true });
    const file = path.join(screenshots, `${name}.png`);
    await this.page.screenshot({ path: file });
    return file;
  }

  async close(): Promise<void> {
    await this.page.context().close();
  }
}

/** A few times, until it goes through. */
async function again(work: () => Promise<void>): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await work();
      return;
    } catch (error) {
      if (attempt === maxAttempts) throw error;
    }
  }
}

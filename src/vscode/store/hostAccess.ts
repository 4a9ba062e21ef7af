import type { Snapshot } from '../../model/snapshot';
import { systemClock } from '../../sources/engine/clock';
import type { Engine } from '../../sources/engine/engine';
import { nothingRead, type HostFacts } from '../../sources/host/hostFacts';
import type { MissingFact } from '../../sources/host/missingFact';
import { noImage, readWithImage } from '../../sources/host/readByHelper';
import { readLocalHost } from '../../sources/host/readLocalHost';
import { commandRunner } from '../../sources/host/runCommand';
import { engineId, type HelperConsent } from './helperConsent';
import type { HostReading } from './hostFactsKeeper';

export type HostAccessSetting = 'auto' | 'helper' | 'none';

export interface HostAccessSettings {
  readonly access: HostAccessSetting;
  /** Name of the helper's image. */
  readonly image: string;
  readonly isTrusted: boolean;
}

export interface HelperImage {
  readonly name: string;
  readonly id: string;
}

/** How long a program that was just started may take until it listens. */
const settlesAfterMs = 3_000;

/** Decides by which way the host is read, and that nothing is done that nobody agreed to. */
export class HostAccess {
  readonly #settings: () => HostAccessSettings;
  readonly #consent: HelperConsent;
  /** Engines the user asked to read with the helper in this window. */
  readonly #byHelper = new Set<string>();

  constructor(settings: () => HostAccessSettings, consent: HelperConsent) {
    this.#settings = settings;
    this.#consent = consent;
  }

  /** From now on this engine is read with the helper; the user agreed. */
  async agree(engine: Engine, snapshot: Snapshot, imageId: string): Promise<void> {
    const id = engineId(snapshot, engine.key);
    await this.#consent.give(id, imageId);
    this.#byHelper.add(id);
  }

  /** The image that helpers run of, by name and id; else why none may run. @throws EngineError */
  async helperImage(
    engine: Engine,
    signal: AbortSignal,
  ): Promise<HelperImage | Omit<MissingFact, 'part'>> {
    const { access, image, isTrusted } = this.#settings();
    if (!isTrusted) return restricted;
    if (access === 'none') return off;
    const id = await engine.findImage(image, signal);
    return id === undefined ? noImage(image) : { name: image, id };
  }

  /** @throws EngineError */
  read = async (engine: Engine, snapshot: Snapshot, signal: AbortSignal): Promise<HostReading> => {
    const { access, image, isTrusted } = this.#settings();
    if (!isTrusted) return { facts: nothingRead(restricted) };
    if (access === 'none') return { facts: nothingRead(off) };
    if (access === 'helper' || this.#byHelper.has(engineId(snapshot, engine.key))) {
      return { facts: await this.#readByHelper(engine, snapshot, image, signal) };
    }
    if (!engine.address.startsWith('unix://')) return { facts: nothingRead(elsewhere) };
    const machine = { platform: process.platform, run: commandRunner(systemClock) };
    return {
      facts: await readLocalHost(snapshot, machine, signal),
      againAfterMs: settlesAfterMs,
    };
  };

  async #readByHelper(
    engine: Engine,
    snapshot: Snapshot,
    image: string,
    signal: AbortSignal,
  ): Promise<HostFacts> {
    const imageId = await engine.findImage(image, signal);
    if (imageId === undefined) return nothingRead(noImage(image));
    return this.#consent.isGiven(engineId(snapshot, engine.key), imageId)
      ? readWithImage(snapshot, engine, imageId, signal)
      : nothingRead(noConsent);
  }
}

const restricted = {
  reason: 'off',
  message: 'In Restricted Mode the host is not read.',
  nextStep: 'Trust this workspace to read it.',
} as const;

const off = {
  reason: 'off',
  message: 'Reading the host is off.',
  nextStep: 'Change vethscope.hostAccess to read it.',
} as const;

const elsewhere = {
  reason: 'elsewhere',
  message: 'The engine is not on this machine.',
  nextStep: 'Use “Read Host with Helper…” to read its host.',
} as const;

const noConsent = {
  reason: 'off',
  message: 'Nobody agreed to run this helper on this engine yet.',
  nextStep: 'Use “Read Host with Helper…” to see what it would do.',
} as const;

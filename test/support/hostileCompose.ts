import { hostileName } from './hostileWorld';

/** A project in which every text that may be anything is hostile; docker compose takes it. */
export function hostileCompose(payloads: readonly string[]): string {
  const services = payloads.map((payload, index) => {
    const text = quoted(payload);
    const name = quoted(hostileName(payloads, index));
    return `  s${index}:
    image: ${text}
    container_name: ${name}
    hostname: ${text}
    domainname: ${text}
    labels: { ${text}: ${text} }
    dns_search: [${text}]
    x-note: ${text}
    networks:
      n${index}: { aliases: [${text}, ${name}] }
`;
  });
  const networks = payloads.map((payload, index) => {
    const text = quoted(payload);
    return `  n${index}:
    name: ${quoted(hostileName(payloads, index))}
    driver_opts: { ${text}: ${text} }
    labels: { ${text}: ${text} }
    ipam: { driver: ${text} }
`;
  });
  return `name: hostile
services:
${services.join('')}networks:
${networks.join('')}`;
}

/** A file that is refused at every place, each time with a hostile text in what is wrong. */
export function refusedCompose(payloads: readonly string[]): string {
  const services = payloads.map((payload, index) => {
    const text = quoted(payload);
    return `  ${text}: { ${text}: ${text}, depends_on: [${text}], networks: [${text}] }
  s${index}: { image: x, networks: [${text}], depends_on: [${text}], links: [${text}], ports: [${text}] }
`;
  });
  return `services:
${services.join('')}networks: { ${payloads.map((payload) => `${quoted(payload)}: { driver: [] }`).join(', ')} }
`;
}

/** Plain ASCII, so that the file itself is harmless to look at; a dollar stands for itself. */
function quoted(text: string): string {
  const written = JSON.stringify(text.replaceAll('$', '$$$$'));
  return written.replace(
    /[^ -~]/g,
    (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

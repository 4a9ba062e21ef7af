import type { Container } from '../model/container';
import type { Topology } from '../model/topology';

/** What Docker Hub's names begin with when they are written out. */
const hub = /^(?:index\.)?docker\.io\/(?:library\/)?/;

/**
 * A topology as it is drawn: Podman writes out where an image is from, and a box has no room for what all of them
 * begin with (distribution/reference: FamiliarString). Cards and the search have the whole name.
 */
export function withFamiliarImages(topology: Topology): Topology {
  const { containers } = topology;
  return containers.some(({ image }) => hub.test(image.value))
    ? { ...topology, containers: containers.map(familiar) }
    : topology;
}

/** `nginx:1.27` for `docker.io/library/nginx:1.27`. */
function familiar(container: Container): Container {
  const { image } = container;
  return { ...container, image: { ...image, value: image.value.replace(hub, '') } };
}

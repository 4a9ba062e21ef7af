export const defaultHelperImage = 'vethscope-helper';

/** Builds an image for the helper; docs/helper-image.md says the same. */
export const helperRecipe = `# docker build -t vethscope-helper - < Dockerfile
FROM debian:stable-slim
RUN apt-get update \\
 && apt-get install -y --no-install-recommends iproute2 iptables nftables ipset \\
 && rm -rf /var/lib/apt/lists/*
`;

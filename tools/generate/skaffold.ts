/** What skaffold.yaml says of each service: how its image is built and kept up to date, and where the chart hears of it. */
import { type ProcessName, processNames, serviceNames, webPages } from '@catalog/contracts';

export const skaffoldParts = (): Record<string, string> => ({
  artifacts: [...serviceNames.map(watchedImage), builtImage(webPages)].join(''),
  images: processNames.map(imageValues).join(''),
  'images that are not watched': serviceNames
    .map((_, index) => `      - {op: remove, path: /build/artifacts/${index}/docker/target}\n`)
    .join(''),
});

const watchedImage = (name: ProcessName): string => `    - image: product-catalog/${name}
      docker: {dockerfile: services/Dockerfile, target: development, buildArgs: {SERVICE: ${name}}}
      sync:
        manual:
          - {src: "services/${name}/src/**/*.ts", dest: /catalog}
          - {src: "packages/*/src/**/*.ts", dest: /catalog}
`;

const builtImage = (name: ProcessName): string => `    - image: product-catalog/${name}
      docker: {dockerfile: services/Dockerfile, buildArgs: {SERVICE: ${name}}}
`;

function imageValues(name: ProcessName): string {
  const variable = `product_catalog_${name.replaceAll('-', '_')}`;
  return `          ${name}.image.repository: "{{.IMAGE_REPO_${variable}}}"\n          ${name}.image.tag: "{{.IMAGE_TAG_${variable}}}"\n`;
}

// Without the install scripts npm runs this project on the system's own Node, which can't run it; say so at once.
if (Number(process.versions.node.split('.')[0]) < 24) {
  console.error(
    `Gesso needs Node 24, which "npm ci" brings along. This is Node ${process.versions.node}: run "npm ci" without --ignore-scripts.`,
  );
  process.exit(1);
}

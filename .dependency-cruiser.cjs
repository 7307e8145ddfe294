// Who may import whom. The table is data: `from` may import only what its row lists (and itself).
const ROOTS = {
  shared: [],
  providers: ['shared'],
  media: ['shared'],
  electron: ['shared', 'providers', 'media'],
  renderer: ['shared'],
  cloud: ['shared', 'providers', 'media'],
};

// Inside a root, from the top down: a layer may import those below it, never above.
const ELECTRON_LAYERS = [
  ['hosts'],
  ['app'],
  ['server'],
  ['generations', 'documents', 'accounts'],
  ['library', 'frames', 'settings'],
  ['db', 'secrets', 'cloud'],
  ['platform'],
];
const RENDERER_LAYERS = [
  ['app'],
  ['first-run', 'studio', 'library', 'settings', 'export', 'bring-in', 'documents', 'account'],
  ['bridge'],
  ['ui', 'text'],
];

const CLOUD_LAYERS = [
  ['app'],
  ['http'],
  ['sign-in'],
  ['oauth'],
  ['accounts'],
  ['sessions', 'objects', 'ledger'],
  ['queue'],
  ['mail', 'limits'],
  ['db', 'pages', 'wire'],
  ['platform'],
];

const NOUNS = {
  electron: [
    'generations',
    'documents',
    'accounts',
    'library',
    'frames',
    'settings',
    'secrets',
    'cloud',
    'db',
    'server',
  ],
  renderer: ['studio', 'library', 'settings', 'first-run', 'export', 'bring-in', 'documents', 'account'],
  shared: ['kernel', 'geometry', 'document', 'frame', 'guarantee', 'operations', 'pictures'],
  providers: ['contract', 'sandbox', 'openai'],
  media: ['decoder', 'metadata'],
  cloud: [
    'http',
    'sign-in',
    'oauth',
    'accounts',
    'sessions',
    'objects',
    'ledger',
    'queue',
    'mail',
    'limits',
    'db',
    'pages',
    'wire',
  ],
};

// What speaks to somebody else, and the one folder of the cloud that speaks through it.
const CLOUD_LIBRARIES = {
  oauth: ['oidc-provider'],
  db: ['pg', '@electric-sql/pglite'],
  queue: ['pg-boss'],
  mail: ['nodemailer'],
  objects: ['flydrive', '@aws-sdk'],
};

// An exemption is a line with its reason.
const EXEMPT = {
  // The sandbox draws pictures and edits them, and masks are made anew: PNGs have to be read and written.
  'providers-root': ['^media/metadata/index\\.ts$'],
  // The window takes frames, and must not take the catalogue's schemas along with a size and a price.
  'shared-operations-index': ['^shared/operations/(pixel-size|price)\\.ts$'],
};

const TEST = '\\.(test|spec)\\.tsx?$';

const rootRules = Object.entries(ROOTS).map(([root, allowed]) => {
  const others = ['shared', 'providers', 'media', 'electron', 'renderer', 'cloud', 'scripts', 'tests'].filter(
    (name) => name !== root && !allowed.includes(name),
  );
  return {
    name: `${root}-root`,
    comment: `${root} imports ${allowed.length === 0 ? 'no other root' : `only ${allowed.join(', ')}`}.`,
    severity: 'error',
    from: { path: `^${root}/`, pathNot: TEST },
    to: {
      path: `^(${others.join('|')})/`,
      ...(EXEMPT[`${root}-root`] ? { pathNot: EXEMPT[`${root}-root`] } : {}),
    },
  };
});

function layerRules(root, layers) {
  return layers.slice(1).map((layer, index) => {
    const above = layers.slice(0, index + 1).flat();
    return {
      name: `${root}-layer-${layer.join('-')}`,
      comment: `${root}/${layer.join(', ')} does not know the layers above it: ${above.join(', ')}.`,
      severity: 'error',
      from: { path: `^${root}/(${layer.join('|')})/`, pathNot: TEST },
      to: { path: `^${root}/(${above.join('|')})/` },
    };
  });
}

const nounRules = Object.entries(NOUNS).flatMap(([root, nouns]) =>
  nouns.map((noun) => ({
    name: `${root}-${noun}-index`,
    comment: `${root}/${noun} is met through its index.ts${root === 'electron' ? '; the database worker alone takes reads and writes' : ''}.`,
    severity: 'error',
    from: { path: `^${root}/`, pathNot: [`^${root}/${noun}/`, TEST, '^electron/app/database-worker\\.ts$'] },
    to: {
      path: `^${root}/${noun}/`,
      pathNot: [`^${root}/${noun}/index\\.tsx?$`, ...(EXEMPT[`${root}-${noun}-index`] ?? [])],
    },
  })),
);

const libraryRules = Object.entries(CLOUD_LIBRARIES).map(([folder, names]) => ({
  name: `only-cloud-${folder}-speaks-through-its-library`,
  comment: `${names.join(', ')}: behind cloud/${folder} alone.`,
  severity: 'error',
  from: { path: '^(shared|providers|media|electron|renderer|cloud)/', pathNot: [`^cloud/${folder}/`, TEST] },
  to: { path: `node_modules/(${names.join('|')})/`, dependencyTypesNot: ['type-only'] },
}));

module.exports = {
  forbidden: [
    {
      name: 'no-circles',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    ...rootRules,
    ...layerRules('electron', ELECTRON_LAYERS),
    ...layerRules('renderer', RENDERER_LAYERS),
    ...layerRules('cloud', CLOUD_LAYERS),
    ...nounRules,
    ...libraryRules,
    {
      name: 'shared-is-pure',
      comment: 'shared has no Node, no DOM and no I/O; zod and the contract builder are its only packages.',
      severity: 'error',
      from: { path: '^shared/', pathNot: TEST },
      to: {
        dependencyTypes: ['core', 'npm', 'npm-dev', 'npm-no-pkg', 'npm-unknown'],
        pathNot: 'node_modules/(zod|@orpc/contract)/',
      },
    },
    {
      name: 'window-takes-contracts-as-types',
      comment: 'No zod in the window: contracts are taken with `import type`.',
      severity: 'error',
      from: { path: '^renderer/', pathNot: TEST },
      to: {
        path: '(^shared/contracts/|node_modules/(zod|@orpc/(server|contract))/)',
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'window-has-no-node',
      comment: 'The window is a web page.',
      severity: 'error',
      from: { path: '^renderer/', pathNot: TEST },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'ui-knows-nothing-of-gesso',
      comment: 'renderer/ui is controls alone.',
      severity: 'error',
      from: { path: '^renderer/ui/', pathNot: TEST },
      to: { path: '^(shared|resources|renderer/(text|bridge))/' },
    },
    {
      name: 'electron-only-in-its-host',
      comment: "The real package downloads a binary when it is imported; only its host's entry may.",
      severity: 'error',
      from: { pathNot: '^electron/hosts/electron/' },
      to: { path: 'node_modules/electron/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'native-behind-one-folder',
      comment:
        'better-sqlite3 belongs to db (and to the instance lock), sharp to the decoder and to pictures.',
      severity: 'error',
      from: {
        path: '^(electron|providers|media|renderer|cloud)/',
        pathNot: [
          '^electron/db/',
          '^cloud/db/',
          '^electron/platform/instance-lock\\.ts$',
          '^media/(decoder|pictures)/',
          TEST,
        ],
      },
      to: { path: 'node_modules/(better-sqlite3|sharp)/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'no-unresolved',
      severity: 'error',
      from: { pathNot: '\\.d\\.ts$' },
      to: { couldNotResolve: true },
    },
  ],
  options: {
    parser: 'swc',
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    // AssemblyScript is not TypeScript: its imports have no endings, and nothing imports it.
    exclude: { path: '^(build|dist|renderer/engine/kernel/assembly)/' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      extensions: ['.ts', '.tsx', '.js', '.cjs', '.mjs', '.json'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
};

// Compiles the shell's styles, script and images into app/web/static/build: names with a content hash, beside each text file
// its .gz and .br, and manifest.json, which app/web/built_assets.py reads at start-up.
import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, extname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
import * as esbuild from 'esbuild'
import * as sass from 'sass'

const sources = dirname(fileURLToPath(import.meta.url))
const root = join(sources, '..', '..', '..')
const target = join(sources, '..', 'static', 'build')

// MOJ Frontend sets up GOV.UK's base by itself: each sheet is compiled apart, then joined in this order.
const SHEETS = ['govuk.scss', 'moj.scss', 'quipu.scss']

function compileStyles () {
  const joined = SHEETS.map((sheet) => sass.compile(join(sources, 'scss', sheet), {
    style: 'compressed',
    loadPaths: [root, join(root, 'node_modules')],
    quietDeps: true,
    charset: false
  }).css).join('\n')
  const { code } = esbuild.transformSync(joined, { loader: 'css', minify: true, target: 'es2020', charset: 'utf8' })
  return Buffer.from(code)
}

function compileScript () {
  const { outputFiles } = esbuild.buildSync({
    entryPoints: [join(sources, 'js', 'quipu.js')],
    absWorkingDir: root,
    bundle: true,
    minify: true,
    write: false,
    format: 'esm',
    target: 'es2020',
    legalComments: 'none'
  })
  return Buffer.from(outputFiles[0].contents)
}

function gatherImages () {
  const folder = join(sources, 'images')
  return readdirSync(folder).map((name) => [name, readFileSync(join(folder, name))])
}

function writeHashed (name, content) {
  const digest = createHash('sha256').update(content).digest('hex').slice(0, 12)
  const extension = extname(name)
  const hashed = `${name.slice(0, -extension.length)}.${digest}${extension}`
  const gz = gzipSync(content, { level: 9 })
  const br = brotliCompressSync(content, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } })
  writeFileSync(join(target, hashed), content)
  writeFileSync(join(target, `${hashed}.gz`), gz)
  writeFileSync(join(target, `${hashed}.br`), br)
  console.log(`${hashed}: ${content.length} bytes, gzip ${gz.length}, brotli ${br.length}`)
  return hashed
}

const files = [['quipu.css', compileStyles()], ['quipu.js', compileScript()], ...gatherImages()]
rmSync(target, { recursive: true, force: true })
mkdirSync(target, { recursive: true })
const manifest = Object.fromEntries(files.map(([name, content]) => [name, writeHashed(name, content)]))
writeFileSync(join(target, 'manifest.json'), JSON.stringify(manifest, null, 2) + '\n')

// Prints, as JSON, what the Bicep files of a folder say: node bicep.mjs FOLDER. It knows the syntax and no more of the language than
// is needed to compare names: constants, strings put together of them, and loops over lists of them. What it cannot know before a
// deployment stays as it is written, in ${…}. The settings of a union are those of the objects that are written out in it.
import { readFileSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { Language, Parser } from 'web-tree-sitter';

await Parser.init();
const grammar = createRequire(import.meta.url).resolve('tree-sitter-bicep/tree-sitter-bicep.wasm');
const parser = new Parser();
parser.setLanguage(await Language.load(grammar));

const folder = process.argv[2];
const files = readdirSync(folder).filter(name => name.endsWith('.bicep')).sort();
console.log(JSON.stringify(files.map(name => read(name, parser.parse(readFileSync(join(folder, name), 'utf8')).rootNode))));

function read(name, root) {
  const file = { name, errors: [], undeclared: [], unused: [], parameters: [], outputs: [], variables: {}, resources: [], modules: [], moduleOutputs: [] };
  const declarations = root.namedChildren.filter(node => node.type.endsWith('_declaration'));
  const variables = new Map(declarations.filter(node => node.type === 'variable_declaration').map(node => [nameOf(node), node.namedChildren.at(-1)]));
  const declared = new Set(every(root, 'resource_declaration').concat(declarations).filter(node => node.type !== 'output_declaration').map(nameOf));

  every(root, null).filter(node => node.isError || node.isMissing).forEach(node =>
    file.errors.push(`${name}:${node.startPosition.row + 1}: ${node.isMissing ? `${node.type} is missing` : node.text.split('\n')[0]}`));

  for (const node of declarations) {
    if (node.type === 'parameter_declaration') {
      file.parameters.push({
        name: nameOf(node),
        isRequired: node.namedChildren.filter(child => child.type !== 'decorators').length < 3,
        isSecure: node.previousNamedSibling?.type === 'decorators' && node.previousNamedSibling.text.includes('@secure()'),
      });
    } else if (node.type === 'output_declaration') {
      file.outputs.push({ name: nameOf(node), value: valueOf(node.namedChildren.at(-1), variables) });
    } else if (node.type === 'variable_declaration') {
      file.variables[nameOf(node)] = valueOf(node.namedChildren.at(-1), variables);
    } else if (node.type === 'resource_declaration') {
      resource(node, '');
    } else if (node.type === 'module_declaration') {
      const body = bodyOf(node);
      file.modules.push({ name: nameOf(node), path: textOf(node), parameters: Object.keys(valueOf(body, variables).params ?? {}) });
    }
  }

  const modules = new Set(file.modules.map(module => module.name));
  // By text: the grammar reads the end of `a ? b : c!.d` otherwise than Bicep.
  for (const [, module, output] of root.text.matchAll(/\b(\w+)!?\.outputs\.(\w+)/g)) {
    if (modules.has(module)) {
      file.moduleOutputs.push({ module, output });
    }
  }

  const used = new Set();
  for (const node of every(root, 'identifier').filter(isReference)) {
    used.add(node.text);
    if (!declared.has(node.text) && node.text !== 'az' && !isLocal(node)) {
      file.undeclared.push(`${name}:${node.startPosition.row + 1}: ${node.text}`);
    }
  }

  for (const node of declarations.filter(node => ['parameter_declaration', 'variable_declaration'].includes(node.type))) {
    if (!used.has(nameOf(node))) {
      file.unused.push(`${name}:${node.startPosition.row + 1}: ${nameOf(node)}`);
    }
  }

  return file;

  function resource(node, parent) {
    const [type] = textOf(node).split('@');
    const existing = node.children.some(child => child.type === 'existing');
    const path = parent ? `${parent}/${type}` : type;
    const loop = node.namedChildren.find(child => child.type === 'for_statement');
    const list = loop && valueOf(loop.namedChildren[1], variables);
    for (const item of Array.isArray(list) ? list : [undefined]) {
      const scope = new Map(variables);
      if (item !== undefined) {
        scope.set(loop.namedChildren[0].text, item);
      }
      file.resources.push({ name: nameOf(node), type: path, existing, body: valueOf(bodyOf(node), scope) });
    }

    for (const inner of bodyOf(node).namedChildren.flatMap(property => property.namedChildren).filter(child => child.type === 'resource_declaration')) {
      resource(inner, path);
    }
  }
}

function nameOf(declaration) {
  return declaration.namedChildren.find(node => node.type === 'identifier').text;
}

// The type of a resource, the path of a module.
function textOf(declaration) {
  return valueOf(declaration.namedChildren.find(node => node.type === 'string'), new Map());
}

// The object that a resource or module is, whether it is under a condition or in a loop.
function bodyOf(node) {
  const body = node.namedChildren.at(-1);
  return body.type === 'object' ? body : bodyOf(body);
}

function valueOf(node, scope) {
  switch (node.type) {
    case 'string':
      return node.namedChildren.map(part => part.type === 'interpolation' ? valueOf(part.namedChildren[0], scope) : part.text.replaceAll("\\'", "'")).join('');
    case 'number':
      return Number(node.text);
    case 'boolean':
      return node.text === 'true';
    case 'array':
      return node.namedChildren.filter(isCode).map(item => valueOf(item, scope));
    case 'object':
      return Object.fromEntries(node.namedChildren.filter(property => property.type === 'object_property' && property.namedChildren.length === 2)
        .map(({ namedChildren: [key, value] }) => [key.type === 'string' ? valueOf(key, scope) : key.text, key.text === 'properties' ? propertiesOf(value, scope) : valueOf(value, scope)]));
    case 'identifier': {
      const value = scope.get(node.text);
      return value === undefined ? `\${${node.text}}` : typeof value.type === 'string' && value.tree ? valueOf(value, scope) : value;
    }
    case 'member_expression': {
      const [object, property] = node.namedChildren;
      const value = valueOf(object, scope);
      return typeof value === 'object' && property.text in value ? value[property.text] : `\${${node.text}}`;
    }
    default:
      return `\${${node.text}}`;
  }
}

function propertiesOf(node, scope) {
  const isUnion = node.type === 'call_expression' && node.childForFieldName('function').text === 'union';
  const written = isUnion ? node.childForFieldName('arguments').namedChildren.filter(argument => argument.type === 'object') : [];
  return isUnion ? Object.assign({}, ...written.map(object => valueOf(object, scope))) : valueOf(node, scope);
}

function every(node, type) {
  return (type === null || node.type === type ? [node] : []).concat(...node.children.map(child => every(child, type)));
}

function isCode(node) {
  return node.type !== 'comment';
}

// Not where something is declared, named or called.
function isReference(node) {
  const { parent } = node;
  switch (parent.type) {
    case 'object_property':
      return !parent.namedChildren[0].equals(node);
    case 'for_statement':
    case 'lambda_expression':
      return !parent.namedChildren[0].equals(node);
    case 'call_expression':
      return !parent.childForFieldName('function')?.equals(node);
    case 'resource_expression':
      return parent.childForFieldName('object')?.equals(node) ?? false;
    default:
      return !parent.type.endsWith('_declaration') || !parent.namedChildren.find(child => child.type === 'identifier').equals(node);
  }
}

// The variable of a loop or a lambda around it.
function isLocal(node) {
  for (let around = node.parent; around; around = around.parent) {
    if (['for_statement', 'lambda_expression'].includes(around.type) && around.namedChildren[0].text === node.text) {
      return true;
    }
  }

  return false;
}

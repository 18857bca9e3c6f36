// The decoded tree as the views use it: numbered nodes, and which bytes each one is.

import { kindOf } from "./kinds.js";

/** All nodes in the order of the tree; each knows its parent, its children, and its ranges in the object. */
export function fieldsOf(root) {
  const fields = [];
  add(root, undefined, (start, end) => [[start, end]]);
  return fields;

  function add(node, parent, place) {
    const offset = node.offset ?? -1;
    const field = {
      index: fields.length,
      name: node.name,
      value: node.value ?? "",
      meaning: node.meaning ?? "",
      error: node.error === true,
      inPayload: node.origin === "payload",
      offset,
      length: node.length ?? 0,
      parent,
      level: parent ? parent.level + 1 : 1,
      kind: kindOf(node.name, parent?.name ?? "", parent?.kind),
      children: [],
      last: fields.length,
    };
    fields.push(field);
    const children = node.children ?? [];
    const inner = children.some((child) => child.name === "chunk") ? throughChunks(children) : undefined;
    const own = field.inPayload ? place : (start, end) => [[start, end]];
    field.ranges = offset < 0 || field.length === 0 ? [] : own(offset, offset + field.length);
    for (const child of children) {
      field.children.push(add(child, field, child.origin === "payload" ? (inner ?? place) : own));
    }
    field.last = fields.length - 1;
    return field;
  }
}

/** A receipt's payload lies in the object cut into chunks: where a range of it is. */
function throughChunks(children) {
  const chunks = children.filter((child) => child.name === "chunk");
  const heads = [];
  let length = 0;
  for (const chunk of chunks) {
    heads.push(length);
    length += chunk.length;
  }
  return (start, end) =>
    chunks
      .map((chunk, i) => {
        const from = Math.max(start, heads[i]);
        const to = Math.min(end, heads[i] + chunk.length);
        return [chunk.offset + from - heads[i], chunk.offset + to - heads[i]];
      })
      .filter(([from, to]) => from < to);
}

/** For each byte of the object the deepest field that it belongs to; a later field of one depth wins. */
export function owners(fields, length) {
  const owner = new Array(length).fill(fields[0]);
  for (const field of fields) {
    for (const [start, end] of field.ranges) {
      owner.fill(field, Math.min(start, length), Math.min(end, length));
    }
  }
  return owner;
}

/** Where a field stands, in words. */
export function place(field) {
  if (field.offset < 0) {
    return "no bytes of its own";
  }
  const bytes = `${field.length} byte${field.length === 1 ? "" : "s"}`;
  return `${field.inPayload ? "payload " : ""}offset ${field.offset}, ${bytes}`;
}

/** The names from the root to a field. */
export function path(field) {
  return field.parent ? `${path(field.parent)} › ${field.name}` : field.name;
}

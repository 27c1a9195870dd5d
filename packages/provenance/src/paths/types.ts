import { unknownType, type CType, type Expression, type Unit } from '@freehandle/c-source';

/** The types a file knows: its own and those of the headers given with it. */
export interface TypeTable {
  /** The type of a member, unknown when the record is. */
  member(record: string, name: string): CType;
  /** For a member of a union, which place it shares: the union and, after a slash, which of its members it is in; else empty. */
  overlay(record: string, name: string): string;
  /** The type behind a typedef chain, down to a struct, a union or a basic type. */
  resolve(type: CType): CType;
  /** Whether the name is that of a struct or a union whose members are known. */
  isRecord(name: string): boolean;
  /** Whether an object of the one record is a part of those of the other, at any depth. */
  isWithin(inner: string, outer: string): boolean;
  /** Whether a function of this name is declared or defined. */
  isFunction(name: string): boolean;
  /** What a function returns. */
  returns(functionName: string): CType;
  /** The records that have a member of this name. */
  recordsWith(member: string): readonly string[];
}

/** Builds the table; the first definition of a name wins, so the file itself should come first. */
export function typeTable(units: readonly Unit[]): TypeTable {
  const members = new Map<string, Map<string, CType>>();
  const overlays = new Map<string, Map<string, string>>();
  const typedefs = new Map<string, CType>();
  const functions = new Map<string, CType>();
  const byMember = new Map<string, string[]>();
  for (const unit of units) {
    const anonymous = new Map(unit.typedefs.filter((t) => t.type.base.includes('@')).map((t) => [t.type.base, t.name]));
    for (const typedef of unit.typedefs) {
      const own = anonymous.get(typedef.type.base) === typedef.name && typedef.type.pointers === 0;
      if (!own && !typedefs.has(typedef.name)) typedefs.set(typedef.name, typedef.type);
    }
    for (const record of unit.records) {
      const name = anonymous.get(record.name) ?? record.name;
      if (members.has(name)) continue;
      members.set(name, new Map(record.members.map((member) => [member.name, member.type])));
      for (const { name: own, overlay } of record.members) {
        if (!overlay) continue;
        const places = overlays.get(name) ?? new Map<string, string>();
        overlays.set(name, places.set(own, `${overlay.union}/${overlay.arm}`));
      }
      for (const member of record.members) {
        const known = byMember.get(member.name);
        if (known) known.push(name);
        else byMember.set(member.name, [name]);
      }
    }
    for (const fn of unit.functions) if (!functions.has(fn.name)) functions.set(fn.name, fn.returns);
    for (const fn of unit.prototypes) if (!functions.has(fn.name)) functions.set(fn.name, fn.returns);
  }
  const resolve = (type: CType): CType => {
    let at = type;
    for (let hops = 0; hops < 16; hops++) {
      const target = typedefs.get(at.base);
      if (!target || at.base === target.base) break;
      const isVolatile = at.isVolatile ?? target.isVolatile;
      at = {
        ...at,
        ...(isVolatile ? { isVolatile } : {}),
        base: target.base,
        pointers: at.pointers + target.pointers,
        arrays: at.arrays + target.arrays,
      };
    }
    return at;
  };
  const isWithin = (inner: string, outer: string, depth = 0): boolean =>
    depth < 8 &&
    [...(members.get(outer)?.values() ?? [])].some((type) => {
      const own = resolve(type);
      return own.pointers === 0 && !own.isFunction && (own.base === inner || isWithin(inner, own.base, depth + 1));
    });
  return {
    // The members of a union that is declared in a function are not known, but that it is one.
    overlay: (record, name) =>
      overlays.get(record)?.get(name) ?? (record.startsWith('union ') && !members.has(record) ? `0/${name}` : ''),
    member: (record, name) => members.get(record)?.get(name) ?? unknownType,
    resolve,
    isRecord: (name) => members.has(name),
    isFunction: (name) => functions.has(name),
    isWithin: (inner, outer) => isWithin(inner, outer),
    returns: (name) => functions.get(name) ?? unknownType,
    recordsWith: (member) => byMember.get(member) ?? [],
  };
}

/** The type of an expression; `nameType` gives that of a variable. */
export function typeOf(
  expression: Expression,
  types: TypeTable,
  nameType: (name: string, offset: number) => CType,
): CType {
  const of = (inner: Expression): CType => types.resolve(typeOf(inner, types, nameType));
  switch (expression.kind) {
    case 'name':
      return nameType(expression.name, expression.start);
    case 'member':
      return types.member(recordOf(of(expression.object)), expression.member);
    case 'index':
      return pointee(of(expression.object));
    case 'dereference':
      return pointee(of(expression.operand));
    case 'address': {
      const inner = of(expression.operand);
      return { ...inner, pointers: inner.pointers + 1 };
    }
    case 'cast':
      return expression.type;
    case 'call':
      return expression.callee.kind === 'name' ? types.returns(expression.callee.name) : unknownType;
    case 'assign':
      return of(expression.left);
    case 'conditional':
      return of(expression.alternative);
    case 'binary':
      return expression.operator === '+' || expression.operator === '-' ? of(expression.left) : unknownType;
    default:
      return unknownType;
  }
}

/** The record a value of this type is, or points or decays to; empty when it is none or unknown. */
export function recordOf(type: CType): string {
  return type.base;
}

/** What a pointer or an array of this type holds. */
export function pointee(type: CType): CType {
  if (type.arrays > 0) return { ...type, arrays: type.arrays - 1 };
  return type.pointers > 0 ? { ...type, pointers: type.pointers - 1 } : type;
}

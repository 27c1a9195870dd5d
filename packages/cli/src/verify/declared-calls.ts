import type { Migration, Parameter } from '@freehandle/codemod';
import type { CallForm, DeclaredCalls } from '@freehandle/verifier';

/** The calls of a migration as the verifier takes them: by name, and what each argument is. */
export function declaredCalls({ oldCall, newCall, allocators }: Migration): DeclaredCalls {
  return {
    frees: [oldCall, newCall].map(({ name, parameters }) => ({ name, parameters: parameters.map(argument) })),
    allocators: allocators.map((allocator): CallForm => ({
      name: allocator.name,
      parameters: allocator.arguments.map((role, index) => argument({ name: String(index), role })),
    })),
  };
}

function argument({ name, role }: Pick<Parameter, 'name' | 'role'>): CallForm['parameters'][number] {
  return { name, role: role === 'gfp' || role === 'device' ? null : role };
}

import type { PersonDraft } from './music-school-people.ts'
import type { StudentsPlan } from './music-school-students.ts'
import type { PlannedFamily } from './plan.ts'
import type { Planning } from './planning.ts'

/** Who is joined by guardianship shares one family; everybody else who learns has a family of their own. */
export function planFamilies(
  planning: Planning,
  persons: readonly PersonDraft[],
  students: StudentsPlan,
): PlannedFamily[] {
  const roots = new Map<string, string>()
  const rootOf = (id: string): string => {
    const parent = roots.get(id)
    return parent === undefined || parent === id ? id : rootOf(parent)
  }
  for (const { guardianId, studentId } of students.guardianships) {
    const [root, joined] = [rootOf(guardianId), rootOf(studentId)]
    if (root !== joined) roots.set(joined, root)
  }
  const guardians = new Set(students.guardianships.map((link) => link.guardianId))
  const belongs = persons.filter((person) => person.student || guardians.has(person.id))
  return [...Map.groupBy(belongs, (person) => rootOf(person.id))].map(([root, members]): PlannedFamily => {
    const payer =
      members.find((member) => member.id === root) ?? members.find((member) => guardians.has(member.id)) ?? members[0]
    const twoGuardians = members.filter((member) => guardians.has(member.id)).length > 1
    const source = payer?.sources[0]
    if (twoGuardians && source) planning.remark('guessed', source, 'transfer.two_guardians', { name: payer.fullName })
    const name = payer?.fullName ?? root
    return {
      id: planning.id('family', 'person', root),
      sources: payer?.sources ?? [],
      name,
      payerId: payer?.id ?? root,
      memberIds: members.map((member) => member.id),
      createdAt: payer?.createdAt ?? null,
    }
  })
}

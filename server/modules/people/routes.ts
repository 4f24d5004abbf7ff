import { serve, serveUpload, type ServedRoute } from '#platform/serve.ts'
import * as contract from './contract.ts'
import { listPublicTeachers } from './directory.ts'
import { getFamily, listFamilies } from './families.ts'
import { addGuardianship, changeGuardianship, endGuardianship } from './guardianships.ts'
import { loginRoutes } from './login-routes.ts'
import { listPeople } from './people-list.ts'
import { changePerson, createPerson, getPersonPage } from './people.ts'
import { removePhoto, setPhoto, showPhoto, showTeacherPhoto } from './photo.ts'
import { listMyStudents } from './students.ts'

export const routes: readonly ServedRoute[] = [
  serve(contract.listPeople, listPeople),
  serve(contract.getPerson, getPersonPage),
  serve(contract.createPerson, createPerson),
  serve(contract.changePerson, changePerson),
  serve(contract.getPhoto, showPhoto),
  serveUpload(contract.setPhoto, setPhoto),
  serve(contract.removePhoto, removePhoto),
  serve(contract.getTeacherPhoto, showTeacherPhoto),
  serve(contract.listFamilies, listFamilies),
  serve(contract.getFamily, getFamily),
  serve(contract.addGuardianship, addGuardianship),
  serve(contract.changeGuardianship, changeGuardianship),
  serve(contract.endGuardianship, endGuardianship),
  serve(contract.listMyStudents, listMyStudents),
  serve(contract.listPublicTeachers, listPublicTeachers),
  ...loginRoutes,
]

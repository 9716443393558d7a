import java.io.File;
import org.semanticweb.owlapi.apibinding.OWLManager;
import org.semanticweb.owlapi.model.OWLOntology;
import org.semanticweb.owlapi.model.OWLOntologyManager;
import org.semanticweb.owlapi.profiles.OWL2DLProfile;
import org.semanticweb.owlapi.profiles.OWL2RLProfile;
import org.semanticweb.owlapi.profiles.OWLProfile;
import org.semanticweb.owlapi.profiles.OWLProfileViolation;

/** Prints how ontology files are read, and what keeps each out of OWL 2 DL and OWL 2 RL. */
public class ProfileCheck {
    public static void main(String[] arguments) throws Exception {
        for (String file : arguments) {
            OWLOntologyManager manager = OWLManager.createOWLOntologyManager();
            print(manager.loadOntologyFromOntologyDocument(new File(file)));
        }
    }

    private static void print(OWLOntology ontology) {
        System.out.println("ontology " + ontology.getOntologyID());
        System.out.println("imports " + ontology.getImportsDeclarations().size());
        System.out.println("axioms " + ontology.getAxiomCount());
        System.out.println("classes " + ontology.getClassesInSignature().size());
        System.out.println("objects " + ontology.getObjectPropertiesInSignature().size());
        System.out.println("values " + ontology.getDataPropertiesInSignature().size());
        System.out.println("annotations " + ontology.getAnnotationPropertiesInSignature().size());
        for (OWLProfile profile : new OWLProfile[] {new OWL2DLProfile(), new OWL2RLProfile()}) {
            for (OWLProfileViolation violation : profile.checkOntology(ontology).getViolations()) {
                System.out.println(profile.getName() + ": " + violation);
            }
        }
    }
}

import java.io.File;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Set;
import org.semanticweb.owlapi.apibinding.OWLManager;
import org.semanticweb.owlapi.model.OWLAnnotation;
import org.semanticweb.owlapi.model.OWLAnnotationValue;
import org.semanticweb.owlapi.model.OWLLiteral;
import org.semanticweb.owlapi.model.OWLOntology;
import org.semanticweb.owlapi.model.OWLOntologyManager;
import org.semanticweb.owlapi.model.RemoveOntologyAnnotation;
import org.semanticweb.owlapi.profiles.OWL2DLProfile;
import org.semanticweb.owlapi.profiles.OWL2RLProfile;
import org.semanticweb.owlapi.profiles.OWLProfile;
import org.semanticweb.owlapi.profiles.OWLProfileViolation;

/** Prints how ontology files are read, and what keeps each out of OWL 2 DL and OWL 2 RL. */
public class ProfileCheck {
    public static void main(String[] arguments) throws Exception {
        for (String file : arguments) {
            OWLOntologyManager manager = OWLManager.createOWLOntologyManager();
            OWLOntology ontology = manager.loadOntologyFromOntologyDocument(new File(file));
            shorten(ontology);
            print(ontology);
        }
    }

    /**
     * Leaves one annotation of each property and kind of value in the header: the OWL API 5 sorts
     * them at each look at a term.
     */
    private static void shorten(OWLOntology ontology) {
        Set<String> kept = new HashSet<>();
        for (OWLAnnotation annotation : new ArrayList<>(ontology.getAnnotations())) {
            OWLAnnotationValue value = annotation.getValue();
            Object kind = value instanceof OWLLiteral
                    ? ((OWLLiteral) value).getDatatype() : value.getClass();
            if (!kept.add(annotation.getProperty() + " " + kind)) {
                OWLOntologyManager manager = ontology.getOWLOntologyManager();
                manager.applyChange(new RemoveOntologyAnnotation(ontology, annotation));
            }
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

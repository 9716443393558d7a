import java.io.File;
import org.semanticweb.owlapi.apibinding.OWLManager;
import org.semanticweb.owlapi.model.OWLOntology;
import org.semanticweb.owlapi.model.OWLOntologyManager;
import org.semanticweb.owlapi.profiles.OWL2DLProfile;
import org.semanticweb.owlapi.profiles.OWL2RLProfile;
import org.semanticweb.owlapi.profiles.OWLProfile;
import org.semanticweb.owlapi.profiles.OWLProfileViolation;

/** Prints, line by line, what keeps an ontology file out of OWL 2 DL and OWL 2 RL. */
public class ProfileCheck {
    public static void main(String[] arguments) throws Exception {
        OWLOntologyManager manager = OWLManager.createOWLOntologyManager();
        OWLOntology ontology = manager.loadOntologyFromOntologyDocument(new File(arguments[0]));
        System.out.println("axioms " + ontology.getAxiomCount());
        for (OWLProfile profile : new OWLProfile[] {new OWL2DLProfile(), new OWL2RLProfile()}) {
            for (OWLProfileViolation violation : profile.checkOntology(ontology).getViolations()) {
                System.out.println(profile.getName() + ": " + violation);
            }
        }
    }
}

#!/usr/bin/env bash
# Fetches Apache Jena, with its Fuseki, that tests/remote starts: into .engines/, which git ignores.
# Needs Maven and Java 17; `JENA=…` takes another version. Fetches nothing that is there already.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
jena=${JENA:-5.6.0}
folder=$PWD/.engines
[[ ! -e $folder/jena-fuseki-main-$jena.jar ]] || exit 0
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
{
  echo '<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion>'
  echo '<groupId>kgraph</groupId><artifactId>engines</artifactId><version>1</version><dependencies>'
  for wanted in "org.apache.jena jena-fuseki-main $jena" "org.apache.jena jena-shacl $jena" \
    "org.apache.jena jena-cmds $jena" 'org.apache.logging.log4j log4j-slf4j2-impl 2.25.1'; do
    read -r group name version <<< "$wanted"
    echo "<dependency><groupId>$group</groupId><artifactId>$name</artifactId>"
    echo "<version>$version</version></dependency>"
  done
  echo '</dependencies></project>'
} > "$work/pom.xml"
# Put there whole, or not at all.
mvn --batch-mode --quiet --file "$work/pom.xml" dependency:copy-dependencies \
  -DincludeScope=runtime -DoutputDirectory="$work/jars"
rm -rf "$folder"
mv "$work/jars" "$folder"

#!/usr/bin/env bash
# Fetches the engine that tests/remote pushes to: Apache Jena Fuseki, into .engines/ (ignored by git).
# Needs Maven; an Apache Jena of another version is taken with JENA=….
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
folder=.engines
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cat > "$work/pom.xml" <<POM
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>kgraph</groupId><artifactId>engines</artifactId><version>1</version>
  <dependencies>
    <dependency><groupId>org.apache.jena</groupId><artifactId>jena-fuseki-main</artifactId><version>${JENA:-5.6.0}</version></dependency>
    <dependency><groupId>org.apache.logging.log4j</groupId><artifactId>log4j-slf4j2-impl</artifactId><version>2.25.1</version></dependency>
  </dependencies>
</project>
POM
mvn -q -f "$work/pom.xml" dependency:copy-dependencies -DincludeScope=runtime -DoutputDirectory="$PWD/$folder"

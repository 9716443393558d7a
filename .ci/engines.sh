#!/usr/bin/env bash
# Fetches Apache Jena, with its Fuseki, that tests/remote starts: into .engines/, which git ignores.
# Needs Maven, curl and Java 17; `JENA=…` takes another version. Makes nothing that is there already.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
jena=${JENA:-5.6.0}
folder=$PWD/.engines
archive=$folder/classes.jsa
[[ ! -e $folder/jena-fuseki-main-$jena.jar || ! -e $archive ]] || exit 0
work=$(mktemp -d)
server=
trap 'kill $server 2>/dev/null || true; rm -rf "$work"' EXIT

fetch() {
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
}

# What a start reads of the classes, kept in the form that Java has them in: half of its time.
keep_classes() {
  local port=$((20000 + RANDOM % 10000))
  mkdir "$work/data"
  java -XX:+UseSerialGC -XX:TieredStopAtLevel=1 "-XX:ArchiveClassesAtExit=$work/classes.jsa" \
    -cp "$folder/*" org.apache.jena.fuseki.main.cmds.FusekiMainCmd --localhost --port "$port" \
    --tdb2 --loc "$work/data" --update /ds &> "$work/log.txt" &
  server=$!
  until curl --silent --fail "http://127.0.0.1:$port/ds" --data-urlencode 'query=ASK {}' > /dev/null
  do
    kill -0 "$server" || { cat "$work/log.txt" >&2; exit 1; }
    sleep 0.2
  done
  curl --silent --fail "http://127.0.0.1:$port/ds" \
    --data-urlencode 'update=INSERT DATA { <urn:a> <urn:b> 1 }' > /dev/null
  kill "$server"
  wait "$server" || true # it ends as it is told to, which is an error to the shell
  mv "$work/classes.jsa" "$archive"
}

[[ -e $folder/jena-fuseki-main-$jena.jar ]] || fetch
keep_classes

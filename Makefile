# Every target sets up what it needs: Maven runs on the JDK 25 that bin/jdk25 finds, and fetches the libraries.
JAVA_HOME := $(shell bin/jdk25)
export JAVA_HOME
# Maven 3's own libraries, which a JDK 25 warns of.
export MAVEN_OPTS ?= --sun-misc-unsafe-memory-access=allow --enable-native-access=ALL-UNNAMED
MVN := mvn -B -ntp

all: test

# Builds target/assay.jar, and notes for the JVM what a start of the server needs.
build: jdk
	$(MVN) -q package -Dmaven.test.skip=true
	-bin/train

# Starts a server with a demo app on the embedded store under data/, and says what to try.
run: build
	bin/assay serve --demo

# Beside `make run`: a simulated device registers, signs, and is refused when it replays. Builds nothing: the server runs from the jar.
demo:
	bin/assay simulate device

# Checks formatting, compiles with every lint, passes every test, builds the jar.
test: jdk
	$(MVN) verify

# Writes testvectors/ anew; a test compares.
vectors: jdk
	$(MVN) -q test-compile exec:java

# Changes core in small ways and tells which changes no test noticed (target/pit-reports/index.html).
mutants: jdk
	$(MVN) test-compile pitest:mutationCoverage

# Searches for inputs that break a parser: all targets, or TARGET=part-of-a-name, FUZZ_SECONDS each.
fuzz: jdk
	$(MVN) -q test-compile
	bin/fuzz $(TARGET)

# Measures speed as ratios to OpenSSL and to other libraries (target/bench.txt); a quarter of an hour.
BENCH_ROUNDS := 12
BENCH_SECONDS := 2
bench: jdk
	$(MVN) -q -Pbench test-compile exec:exec -Dbench.first=$(BENCH_ROUNDS) -Dbench.second=$(BENCH_SECONDS)
	$(MAKE) bench-http

# Measures the server over HTTP: ratios to pgbench, two echoes and express (target/bench-http.txt); a quarter of an hour.
HTTP_ROUNDS := 5
HTTP_SECONDS := 4
bench-http: build
	$(MVN) -q -Pbench test-compile exec:exec -Dbench.main=assay.bench.http.HttpBench -Dbench.first=$(HTTP_ROUNDS) -Dbench.second=$(HTTP_SECONDS)

# Measures what a diagnosis costs at the worst, in processor time; two minutes.
bench-diagnosis: jdk
	$(MVN) -q -Pbench test-compile exec:exec -Dbench.main=assay.bench.DiagnosisBench -Dbench.first=600 -Dbench.second=0

# Kills the server, and its database, under load, and looks for what was acknowledged: ROUNDS on each engine.
ROUNDS := 20
SEED := 0
crash: build
	$(MVN) -q -Pbench test-compile exec:exec -Dbench.main=assay.crash.Crash -Dbench.first=$(ROUNDS) -Dbench.second=$(SEED)

format: jdk
	$(MVN) -q spotless:apply

clean:
	rm -rf target

jdk:
	@test -n "$(JAVA_HOME)"

.PHONY: all build run demo test vectors mutants fuzz bench bench-http bench-diagnosis crash format clean jdk

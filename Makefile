# Every target sets up what it needs: Maven runs on the JDK 25 that bin/jdk25 finds, and fetches the libraries.
JAVA_HOME := $(shell bin/jdk25)
export JAVA_HOME
MVN := mvn -B -ntp

all: test

# Builds target/assay.jar.
build: jdk
	$(MVN) -q package -DskipTests

# Replays testvectors/ and reports.
run: build
	bin/assay replay testvectors

# Checks formatting, compiles with every lint, passes every test, builds the jar.
test: jdk
	$(MVN) verify

# Searches for inputs that break a parser: all targets, or TARGET=part-of-a-name, FUZZ_SECONDS each.
fuzz: jdk
	$(MVN) -q test-compile
	bin/fuzz $(TARGET)

format: jdk
	$(MVN) -q spotless:apply

clean:
	rm -rf target

jdk:
	@test -n "$(JAVA_HOME)"

.PHONY: all build run test fuzz format clean jdk

// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"os"
	"path/filepath"
	"reflect"
	"testing"
)

func TestRequirementVersions(t *testing.T) {
	path := filepath.Join(t.TempDir(), "requirements.txt")
	content := `openai==3.54.0 \
    --hash=sha256:00 \
    --hash=sha256:11
    # via -r requirements.in
anyio[trio]==4.0.0 \
    --hash=sha256:22
tomli==2.0.1 ; python_version < "3.11"
`
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	got, err := requirementVersions(path)
	if err != nil {
		t.Fatal(err)
	}
	if want := map[string]string{"openai": "3.54.0", "anyio": "4.0.0", "tomli": "2.0.1"}; !reflect.DeepEqual(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestPackageLockVersions(t *testing.T) {
	path := filepath.Join(t.TempDir(), "package-lock.json")
	content := `{"packages":{
		"":{"name":"x"},
		"node_modules/openai":{"version":"6.49.0"},
		"node_modules/@anthropic-ai/sdk":{"version":"0.80.0"},
		"node_modules/openlit/node_modules/openai":{"version":"1.0.0"}}}`
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	got, err := packageLockVersions(path)
	if err != nil {
		t.Fatal(err)
	}
	if want := map[string]string{"openai": "6.49.0", "@anthropic-ai/sdk": "0.80.0"}; !reflect.DeepEqual(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestPomVersions(t *testing.T) {
	path := filepath.Join(t.TempDir(), "pom.xml")
	content := `<project xmlns="http://maven.apache.org/POM/4.0.0"><version>1</version>
  <dependencyManagement><dependencies>
    <dependency><groupId>a</groupId><artifactId>a-bom</artifactId><version>1.1.0</version></dependency>
    <dependency><groupId>b</groupId><artifactId>b-bom</artifactId><version>3.5.6</version></dependency>
  </dependencies></dependencyManagement>
  <dependencies><dependency><groupId>a</groupId><artifactId>a-core</artifactId></dependency></dependencies>
</project>`
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	got, err := pomVersions(path)
	if err != nil {
		t.Fatal(err)
	}
	if want := map[string]string{"a-bom": "1.1.0", "b-bom": "3.5.6"}; !reflect.DeepEqual(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

// TestCatalog checks that sets.json fits the lock files and the scenario scripts.
func TestCatalog(t *testing.T) {
	root := ".."
	c, err := loadCatalog(root)
	if err != nil {
		t.Fatal(err)
	}
	runs, _, err := plan(root, c)
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]string{}
	for _, r := range runs {
		path := r.path("traces")
		if other := seen[path]; other != "" {
			t.Errorf("%s and %s are recorded to %s", other, r.id(), path)
		}
		seen[path] = r.id()
	}
	for _, s := range c.Sets {
		extension := map[string]string{"python": "py", "javascript": "cjs", "java": "java"}[s.Language]
		if _, err := os.Stat(filepath.Join(root, s.Language, "setups", s.Setup+"."+extension)); err != nil && s.Language != "java" {
			t.Error(err)
		}
		for p := range s.Packages {
			if _, err := os.Stat(filepath.Join(root, s.Language, "scenarios", p+"_scenarios."+extension)); err != nil {
				t.Error(err)
			}
		}
	}
}

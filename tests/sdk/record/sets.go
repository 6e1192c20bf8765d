// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"cmp"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
)

// catalog is sets.json.
type catalog struct {
	// Scenarios lists the scenarios of every provider.
	Scenarios map[string][]string `json:"scenarios"`
	Sets      []set               `json:"sets"`
}

// set is one pinned installation of an instrumentation library.
type set struct {
	Name     string `json:"name"`
	Library  string `json:"library"`
	Language string `json:"language"`
	// Variant names another configuration of the packages of the set Installed.
	Variant   string `json:"variant,omitempty"`
	Installed string `json:"installed,omitempty"`
	// Setup is the module that starts the instrumentation.
	Setup string `json:"setup"`
	// Packages names, per provider, the package whose version the recordings carry.
	Packages map[string]string `json:"packages"`
	// Only lists the scenarios to run; empty: all of the provider's.
	Only []string `json:"only,omitempty"`
	// Signals lists the signals to keep; empty: all that are exported.
	Signals []string `json:"signals,omitempty"`
	// Broken says why a provider_scenario cannot run: the library breaks the SDK.
	Broken map[string]string `json:"broken,omitempty"`
}

func loadCatalog(root string) (catalog, error) {
	var c catalog
	data, err := os.ReadFile(filepath.Join(root, "sets.json"))
	if err != nil {
		return c, err
	}
	if err := json.Unmarshal(data, &c); err != nil {
		return c, fmt.Errorf("sets.json: %w", err)
	}
	return c, nil
}

// key names the set in index.json.
func (s set) key() string { return s.Language + "/" + s.Name }

// folder is the name of the installation.
func (s set) folder() string { return cmp.Or(s.Installed, s.Name) }

// versions reads the pinned packages of a set from its lock file.
func (s set) versions(root string) (map[string]string, error) {
	dir := filepath.Join(root, s.Language, "sets", s.folder())
	switch s.Language {
	case "python":
		return requirementVersions(filepath.Join(dir, "requirements.txt"))
	case "javascript":
		return packageLockVersions(filepath.Join(dir, "package-lock.json"))
	case "java":
		return pomVersions(filepath.Join(dir, "pom.xml"))
	}
	return nil, fmt.Errorf("set %s: unknown language %q", s.Name, s.Language)
}

var requirement = regexp.MustCompile(`(?m)^([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==([^ \\;]+)`)

func requirementVersions(path string) (map[string]string, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	versions := map[string]string{}
	for _, m := range requirement.FindAllStringSubmatch(string(data), -1) {
		versions[m[1]] = m[2]
	}
	return versions, nil
}

func packageLockVersions(path string) (map[string]string, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	var lock struct {
		Packages map[string]struct {
			Version string `json:"version"`
		} `json:"packages"`
	}
	if err := json.Unmarshal(data, &lock); err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	versions := map[string]string{}
	for location, p := range lock.Packages {
		// A nested copy belongs to another package, it is not what the scripts load.
		name, top := strings.CutPrefix(location, "node_modules/")
		if top && !strings.Contains(name, "node_modules/") {
			versions[name] = p.Version
		}
	}
	return versions, nil
}

// pomVersions returns the versions that a Maven project manages, by artifact.
func pomVersions(path string) (map[string]string, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	var project struct {
		Managed []struct {
			Artifact string `xml:"artifactId"`
			Version  string `xml:"version"`
		} `xml:"dependencyManagement>dependencies>dependency"`
	}
	if err := xml.Unmarshal(data, &project); err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	versions := map[string]string{}
	for _, d := range project.Managed {
		versions[d.Artifact] = d.Version
	}
	return versions, nil
}

using KernelGuard.Cli.Formatting;
using KernelGuard.Policies;

namespace KernelGuard.Hosts.Tests.Cli.Formatting;

[Trait("Requirement", "S4-57")]
public sealed class LayoutTests
{
    public static TheoryData<string, string, string> Yaml { get; } = new()
    {
        { "blocks are indented by two", "a:\n    b:\n        c: 1\n    d: 2\n", "a:\n  b:\n    c: 1\n  d: 2\n" },
        { "lists are deeper than their key", "a:\n- b: 1\n  c: 2\n- d\ne: 3\n", "a:\n  - b: 1\n    c: 2\n  - d\ne: 3\n" },
        { "lists in lists", "a:\n-   - b\n    - c\n-\n    d: 1\n", "a:\n  - - b\n    - c\n  -\n    d: 1\n" },
        { "the whole is indented", "  a: 1\n  b: 2\n", "a: 1\nb: 2\n" },
        { "one space in a line", "a :   1\nb:  two   words\n-x: '3   4'\n", "a: 1\nb: two   words\n-x: '3   4'\n" },
        { "flow collections", "a: {b: [ 1,2 ],  'c':{ } , d: [ ]}\n", "a: { b: [1, 2], 'c': {}, d: [] }\n" },
        { "flow collections without values", "a: {b: ,c:, d}\n", "a: { b: , c: , d }\n" },
        { "a comma at the end", "a: [1,2 , ]\nb: {c: 1,}\n", "a: [1, 2,]\nb: { c: 1, }\n" },
        { "flow collections on several lines move as they are", "a:\n    b:  [1,\n         2\n        ]\n", "a:\n  b: [1,\n      2\n     ]\n" },
        { "flow collections below their key", "a:\n        [1,\n         2]\n", "a:\n  [1,\n   2]\n" },
        { "brackets that close under their key", "a: {\n      b: 1,\n}\n", "a: {\n      b: 1,\n}\n" },
        { "comments", "#a\nb:   1   # c\nd: #e\n    # f\n    - g\n#h\n", "#a\nb: 1 # c\nd: #e\n  # f\n  - g\n#h\n" },
        { "comments stay with their block", "a:\n- b: 1\n  # of b\n# of c\n- c: 1\n# of d\nd: 1\n", "a:\n  - b: 1\n    # of b\n  # of c\n  - c: 1\n# of d\nd: 1\n" },
        { "comments between two depths", "a:\n    b:\n        c: 1\n      # deeper than b\n  # deeper than a\n    d: 1\n", "a:\n  b:\n    c: 1\n  # deeper than b\n# deeper than a\n  d: 1\n" },
        { "comments in brackets", "a: [ # b\n    1, # c\n    # d\n]\n", "a: [ # b\n    1, # c\n    # d\n]\n" },
        { "blank lines", "\n\na: 1\n\n\n\nb: 1\n \nc: 1\n\n\n", "a: 1\n\nb: 1\n\nc: 1\n" },
        { "white space at the end of lines", "a: 1  \nb: \t\nc: two\n  words  \nd: # x \n", "a: 1\nb:\nc: two\n  words\nd: # x\n" },
        { "white space that means something", "a: \"b \\\n    c\"\nd: 'e  '\nf: |\n  g  \n  h\n", "a: \"b \\\n    c\"\nd: 'e  '\nf: |\n  g  \n  h\n" },
        { "block scalars", "a:\n    b: |\n          c\n            d\n\n          # e\n\n\n    f: >-   # g\n     h\n", "a:\n  b: |\n    c\n      d\n\n    # e\n\n  f: >-   # g\n    h\n" },
        { "block scalars that say how deep they are", "a:\n    b: |2\n        c\n      d\n", "a:\n  b: |2\n      c\n    d\n" },
        { "block scalars that keep blank lines", "a: |+\n   b\n\n\nc: 1\nd: |+\n e\n\n\n", "a: |+\n  b\n\n\nc: 1\nd: |+\n  e\n\n\n" },
        { "a block scalar without a last line feed", "a: |\n   b", "a: |\n  b" },
        { "block scalars without text", "a: |\n\n   \n# b\nc: |\n", "a: |\n\n# b\nc: |\n" },
        { "further lines of scalars move with the first", "a:\n    b: c\n       d\n    e: 'f\n\n  g'\n", "a:\n  b: c\n     d\n  e: 'f\n\n    g'\n" },
        { "explicit keys", "?   a\n:   b\n", "? a\n: b\n" },
        { "markers", "--- # a\n\n\nb: 1\n...\n# c\n", "--- # a\n\nb: 1\n...\n# c\n" },
        { "no line feed at the end", "a: 1", "a: 1\n" },
        { "other line ends and a mark", "\uFEFFa: 1\r\nb: 2\r", "a: 1\nb: 2\n" },
        { "letters of two units", "😀:   [ 😀 ]   # 😀\n", "😀: [😀] # 😀\n" },
        { "JSON", "{\"a\":[1,{\"b\":null}]}", "{ \"a\": [1, { \"b\": null }] }\n" },
    };

    public static TheoryData<string, string> Json { get; } = new()
    {
        { "{\"a\":[1,{\"b\":null}],\"c\":{ },\"d\":[ ]}", "{\n  \"a\": [\n    1,\n    {\n      \"b\": null\n    }\n  ],\n  \"c\": {},\n  \"d\": []\n}\n" },
        { "{\"\\u0061\\/\":\"\\u200b é\",\"n\":1.50e+3}", "{\n  \"\\u0061\\/\": \"\\u200b é\",\n  \"n\": 1.50e+3\n}\n" },
        { "{\n\"a\":1 # a comment\n}", "{\n\"a\": 1 # a comment\n}\n" },
        { "a:   1", "a: 1\n" },
    };

    [Theory]
    [MemberData(nameof(Yaml))]
    public void Format_Yaml_HasOneLayout(string what, string before, string after)
    {
        Assert.NotEmpty(what);
        Assert.Equal(after, Format("p.yaml", before));
        Assert.Equal(after, Format("p.yaml", after));
    }

    [Theory]
    [MemberData(nameof(Json))]
    public void Format_Json_HasEachMemberOnALine(string before, string after)
    {
        Assert.Equal(after, Format("p.JSON", before));
        Assert.Equal(after, Format("p.json", after));
    }

    [Theory]
    [InlineData("tr-TR")]
    [InlineData("ar-SA")]
    public void Format_AnyCulture_GivesTheSame(string culture) =>
        Cultures.Run(culture, () => Assert.Equal("I: { i: -1.5 }\n", Format("p.YAML", "I:   {i: -1.5}")));

    [Theory]
    [InlineData("a: &b 1")]
    [InlineData("a: !b 1")]
    [InlineData("a: *b")]
    [InlineData("%YAML 1.2\n---\na: 1")]
    [InlineData("a: [1")]
    [InlineData("a: 1\n---\nb: 1")]
    [InlineData("")]
    public void Format_WhatPoliciesDoNotHold_IsRefused(string text) =>
        Assert.True(Record.Exception(() => Format("p.yaml", text)) is LayoutException or YamlDotNet.Core.YamlException);

    private static string Format(string name, string text) => Layout.Format(new PolicySource(name, text));
}

using FsCheck;
using FsCheck.Fluent;
using KernelGuard.Policies.Reading;
using KernelGuard.Rules.Addresses;
using Xunit;

namespace KernelGuard.Tests.Rules.Addresses;

[Trait("Requirement", "S2-12")]
public sealed class PathProperties
{
    private static readonly string[] _names = ["a", "b", "A", "prod", "x.txt", "é", "日本", "a b", "-", ".git", "", ".", "..", "x.", "~1", "%41", "c:", "nul", "\u200B"];

    [Theory]
    [InlineData("posix")]
    [InlineData("windows")]
    public void Read_Canonical_IsReadAsItself(string style) => ForAll(style, path =>
        Read(path.Canonical, style, out _) == path);

    [Theory]
    [InlineData("posix")]
    [InlineData("windows")]
    public void Read_Canonical_HasNoStepsAndNoEmptySegments(string style) => ForAll(style, path =>
        path.Rest.Length == 0 || !path.Rest.Split('/').Any(segment => segment is "" or "." or ".."));

    [Theory]
    [InlineData("posix")]
    [InlineData("windows")]
    public void IsUnder_Itself_IsTrue(string style) => ForAll(style, path => path.IsUnder(path, out _) == true);

    [Theory]
    [InlineData("posix")]
    [InlineData("windows")]
    public void IsUnder_WhatIsAppended_IsTrue(string style) => ForAll(style, path =>
        Read($"{path.Canonical.TrimEnd('/')}/more/of it", style, out _)!.IsUnder(path, out _) == true);

    [Theory]
    [InlineData("posix")]
    [InlineData("windows")]
    public void IsUnder_ThroughAnother_IsTransitive(string style) => Prop.ForAll(Texts(style), Texts(style), Texts(style), (x, y, z) =>
        Read(x, style, out _) is not { } a || Read(y, style, out _) is not { } b || Read(z, style, out _) is not { } c
            || a.IsUnder(b, out _) != true || b.IsUnder(c, out _) != true || a.IsUnder(c, out _) == true)
        .Check(Config.QuickThrowOnFailure.WithMaxTest(5_000));

    /// <summary>The directory as a glob says the same of every path as the directory itself.</summary>
    [Theory]
    [InlineData("posix")]
    [InlineData("windows")]
    public void IsMatch_OfEverythingInADirectory_IsIsUnder(string style) => Prop.ForAll(Texts(style), Texts(style), (x, y) =>
    {
        if (Read(x, style, out _) is not { } path || Read(y, style, out _) is not { } directory || directory.Rest.Length == 0)
        {
            return true;
        }

        return Glob.Parse(directory.Canonical + "/**", StyleOf(style), out _)!.IsMatch(path, out _) == path.IsUnder(directory, out _);
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(5_000));

    [Fact]
    public void Fold_EveryCharacter_IsStableAndKeepsItsLength() => Assert.All(
        Enumerable.Range(0, char.MaxValue + 1).Select(value => ((char)value).ToString()),
        text => Assert.Equal((WindowsPaths.Fold(text), 1), (WindowsPaths.Fold(WindowsPaths.Fold(text)), WindowsPaths.Fold(text).Length)));

    private static TextPath? Read(string text, string style, out string problem) => PathReader.Read(text, StyleOf(style), out problem);

    private static PathStyle StyleOf(string style) => Words.PathStyles.Single(word => word.Key == style).Value;

    private static void ForAll(string style, Func<TextPath, bool> holds) => Prop.ForAll(Texts(style), text =>
        Read(text, style, out var problem) is { } path ? problem.Length == 0 && holds(path) : problem.Length > 0)
        .Check(Config.QuickThrowOnFailure.WithMaxTest(2_000));

    private static Arbitrary<string> Texts(string style)
    {
        string[] roots = style == "windows" ? ["", "/", "\\", "C:\\", "c:/", "D:/", @"\\s\d\", "//S/d/", @"\\?\"] : ["", "/", "//", "/./"];
        string[] separators = style == "windows" ? ["/", "\\", "//"] : ["/", "//", "/./"];
        var texts =
            from root in Gen.Elements(roots)
            from separator in Gen.Elements(separators)
            from count in Gen.Choose(0, 4)
            from names in Gen.Elements(_names[..11]).ArrayOf(count)
            from odd in Gen.Elements(_names)
            from isOdd in Gen.Choose(0, 3)
            select root + string.Join(separator, isOdd == 0 ? [.. names, odd] : names);
        return texts.ToArbitrary();
    }
}

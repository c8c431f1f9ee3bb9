using KernelGuard.Cel;
using KernelGuard.Rules.Addresses;
using Xunit;

namespace KernelGuard.Tests.Rules.Addresses;

public sealed class AddressFunctionsTests
{
    private static readonly object?[] _noTexts = [null, 1, 1.5, true, new List<string> { "/a" }];

    [Theory]
    [InlineData("path(args.s).canonical()", "//a/./b//c.TXT/", "\"/a/b/c.TXT\"")]
    [InlineData("path(args.s).canonical()", "./a", "\"a\"")]
    [InlineData("path(args.s).canonical()", "./", "\".\"")]
    [InlineData("path(args.s).name()", "/a/b.txt/", "\"b.txt\"")]
    [InlineData("path(args.s).name()", "/", "\"\"")]
    [InlineData("path(args.s).extension()", "/a/b.tar.GZ", "\".gz\"")]
    [InlineData("path(args.s).extension()", "/a.b/c", "\"\"")]
    [InlineData("path('/sandbox' + path(args.s).canonical()).canonical()", "/prod/x", "\"/sandbox/prod/x\"")]
    [InlineData("path(args.s).isUnder('/home/' + 'ann')", "/home/ann/x", "true")]
    [InlineData("[path(args.s)].exists(p, p == path('/a'))", "//a", "true")]
    [InlineData("path(args.s) in [path('/a'), path('/b')]", "/b/.", "true")]
    [InlineData("type(path(args.s)) == type(path('/'))", "a", "true")]
    [InlineData("url(args.s).host()", "https://BÜCHER.example", "\"xn--bcher-kva.example\"")]
    [InlineData("url(args.s).host()", "https://[2001:DB8:0:0::1]:8443", "\"2001:db8::1\"")]
    [InlineData("ip(url(args.s).host()).isLoopback()", "https://[::1]", "true")]
    [InlineData("ip(url(args.s).host()).isLoopback()", "https://127.0.0.1", "true")]
    [InlineData("path(url(args.s).path()).isUnder('/v1')", "https://x.io/v1/%61", "true")]
    [InlineData("url(args.s).path()", "https://x.io", "\"/\"")]
    [InlineData("url(args.s).port()", "https://x.io", "443")]
    [InlineData("email(args.s).domain()", "x@Example.COM.evil.io", "\"example.com.evil.io\"")]
    [InlineData("email(args.s).local()", "Ann.B+x@y.io", "\"ann.b+x\"")]
    public void Evaluate_Function_GivesItsPart(string condition, string text, string expected) =>
        Assert.Equal(expected, Conditions.Run(Conditions.Compile(condition), text));

    [Theory]
    [InlineData("path(args.s).canonical()", @"C:\Data\\x.TXT", "\"c:/data/x.txt\"")]
    [InlineData("path(args.s).canonical()", @"\\Files\Share", "\"//files/share\"")]
    [InlineData("path(args.s).canonical()", @"C:\", "\"c:/\"")]
    [InlineData("path(args.s).extension()", @"C:\a.b\c.ExE", "\".exe\"")]
    [InlineData("path(args.s).isUnder('c:\\\\data')", @"C:\DATA\x", "true")]
    public void Evaluate_WindowsPath_IsFolded(string condition, string text, string expected) =>
        Assert.Equal(expected, Conditions.Run(Conditions.Compile(condition, PathStyle.Windows), text));

    [Theory]
    [InlineData("path(args.s).canonical() == 'x'")]
    [InlineData("url(args.s).host() == 'x'")]
    [InlineData("email(args.s).domain() == 'x'")]
    [InlineData("glob('/**', args.s)")]
    [InlineData("args.s.isUnder('/a')")]
    [Trait("Requirement", "S2-12")]
    public void Evaluate_NoText_IsAnError(string condition)
    {
        var program = Conditions.Compile(condition);

        Assert.All(_noTexts, value => Assert.Equal("error", Conditions.Run(program, value)));
    }

    [Theory]
    [InlineData("path(args.s).isUnder('prod/../x')", "the path has a segment `..`")]
    [InlineData("path(args.s).isUnder('')", "the path is empty")]
    [InlineData("path(args.s).isUnder('C:/x')", "the path has a drive letter")]
    [InlineData("path(args.s).isUnder('/a' + '/..')", "the path has a segment `..`")]
    [InlineData("path(args.s).isUnder(args.s + '/..')", null)]
    [InlineData("url(args.s).hostIs('https://x.io')", "the host is no IPv6 address of hexadecimal groups")]
    [InlineData("url(args.s).hostIsUnder('.x.io')", "the host is no name of labels of letters, digits and hyphens, without a dot at the end")]
    [InlineData("email(args.s).domainIs('a@x.io')", "the host is no name of labels of letters, digits and hyphens, without a dot at the end")]
    [InlineData("glob(args.s, 'x')", "this argument of `glob` must be a string literal")]
    [InlineData("glob('a**', args.s)", "the pattern has `**` beside other characters, or a bracket that holds no characters and ranges")]
    [InlineData("glob('[', args.s)", "the pattern has `**` beside other characters, or a bracket that holds no characters and ranges")]
    [InlineData("glob('[]', args.s)", "the pattern has `**` beside other characters, or a bracket that holds no characters and ranges")]
    [InlineData("glob('[!a]', args.s)", "the pattern has `**` beside other characters, or a bracket that holds no characters and ranges")]
    [InlineData("glob('[z-a]', args.s)", "the pattern has `**` beside other characters, or a bracket that holds no characters and ranges")]
    [InlineData("glob('[!-~]', args.s)", "the pattern has `**` beside other characters, or a bracket that holds no characters and ranges")]
    [InlineData("glob('*.{a,b}', args.s)", "the pattern has `{`, `}` or `\\`: use several patterns, and `/` between segments")]
    [InlineData("glob('/a//b', args.s)", "the pattern has a segment that is empty or `.`")]
    [InlineData("glob('/a/', args.s)", "the pattern has a segment that is empty or `.`")]
    [InlineData("glob('./a', args.s)", "the pattern has a segment that is empty or `.`")]
    [InlineData("glob('/a/../b', args.s)", "the path has a segment `..`")]
    [InlineData("glob('/a/*.', args.s)", "a segment of the path ends in a dot or a space, or begins with one, which some programs drop")]
    [InlineData("glob('', args.s)", "the path is empty")]
    public void Compile_LiteralWithoutMeaning_IsReported(string condition, string? expected)
    {
        var compilation = Conditions.Environment(PathStyle.Posix).Compile(condition);

        Assert.Equal(expected, compilation.Diagnostics.SingleOrDefault()?.Message);
    }

    [Theory]
    [InlineData("path(args.s)")]
    [InlineData("url(args.s)")]
    [InlineData("email(args.s)")]
    public void Compile_AddressWhereAConditionIsRequired_IsNone(string source) =>
        Assert.Null(Conditions.Environment(PathStyle.Posix).Compile(source, CelType.Bool).Program);

    [Theory]
    [InlineData("path(args.s)", "/secret", "path(...)")]
    [InlineData("url(args.s)", "https://x.io/?token=secret", "url(...)")]
    [InlineData("email(args.s)", "secret@x.io", "email(...)")]
    public void Evaluate_AddressAsResult_IsWrittenWithoutItsText(string source, string text, string expected) =>
        Assert.Equal(expected, Conditions.Run(Conditions.Compile(source), text));

    [Theory]
    [InlineData("path(args.s) == path('/a')")]
    [InlineData("url(args.s).hostIs('x')")]
    [InlineData("email(args.s).domainIs('x')")]
    [InlineData("glob('**/*a*a*a*a*a*a*a*a*a*b', args.s)")]
    public void Evaluate_LongText_IsCharged(string condition)
    {
        var program = Conditions.Compile(condition);
        var variables = new CelVariables(Conditions.Environment(PathStyle.Posix));
        variables.SetObject("args", new Dictionary<string, object?> { ["s"] = "/" + new string('a', 8_000) });

        program.Evaluate(variables);

        Assert.InRange(variables.CostUsed, 800, 2_000);
    }
}

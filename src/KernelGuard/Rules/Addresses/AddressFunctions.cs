using KernelGuard.Cel;

namespace KernelGuard.Rules.Addresses;

/// <summary>The functions of conditions on paths, URLs and addresses of mailboxes. What has no single meaning is an error.</summary>
internal static class AddressFunctions
{
    private static readonly AddressType<Url> _url = new(Url.Name);
    private static readonly AddressType<EmailAddress> _email = new(EmailAddress.Name);

    /// <summary>The functions for documents whose paths have a style.</summary>
    public static IEnumerable<CelFunction> For(PathStyle style) => [.. Paths(style), .. Urls, .. Emails];

    private static IEnumerable<CelFunction> Paths(PathStyle style)
    {
        var type = new AddressType<TextPath>(TextPath.Name);
        AddressReader<TextPath> read = (string text, out string problem) => PathReader.Read(text, style, out problem);
        AddressReader<Glob> readGlob = (string text, out string problem) => Glob.Parse(text, style, out problem);
        return
        [
            type.Creation(read),
            type.Text("canonical", path => path.Canonical),
            type.Text("name", path => path.FileName),
            type.Text("extension", path => path.Extension),
            type.Test("isUnder", read, (TextPath path, TextPath directory, out string problem) => path.IsUnder(directory, out problem)),
            new("glob", GlobOverload(readGlob, read)),
        ];
    }

    private static IEnumerable<CelFunction> Urls =>
    [
        _url.Creation(UrlReader.Read),
        _url.Text("scheme", url => url.Scheme),
        _url.Text("host", url => url.Host),
        _url.Text("path", url => url.Path),
        new("port", CelOverload.Member(CelType.Int, arguments => Port((Url)arguments[0].AsOpaque), _url.Type)),
        _url.Test("hostIs", HostReader.ReadLiteral, (url, host) => url.Host == host),
        _url.Test("hostIsUnder", HostReader.ReadLiteral, (url, host) => HostReader.IsUnder(url.Host, host)),
    ];

    private static IEnumerable<CelFunction> Emails =>
    [
        _email.Creation(EmailAddress.Read),
        _email.Text("local", address => address.Local),
        _email.Text("domain", address => address.Domain),
        _email.Test("domainIs", HostReader.ReadLiteral, (address, domain) => address.Domain == domain),
        _email.Test("domainIsUnder", HostReader.ReadLiteral, (address, domain) => HostReader.IsUnder(address.Domain, domain)),
    ];

    private static CelValue Port(Url url) =>
        url.Port is { } port ? CelValue.FromInt(port) : AddressValue.Error("the url gives no port, and none is usual for its scheme");

    private static CelOverload GlobOverload(AddressReader<Glob> readGlob, AddressReader<TextPath> readPath)
    {
        CelFunctionBody? Bind(string literal, out string problem) => readGlob(literal, out problem) is { } glob
            ? arguments => readPath(arguments[1].AsString, out var problem) is { } path
                ? AddressValue.Answer(glob.IsMatch(path, out problem), problem)
                : AddressValue.Error(problem)
            : null;

        return CelOverload
            .Global(CelType.Bool, _ => AddressValue.Error("the pattern is no literal"), CelType.String, CelType.String)
            .WithLiteral(0, Bind, isRequired: true);
    }
}

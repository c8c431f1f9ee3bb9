using System.IO.Compression;
using System.Xml.Linq;

namespace KernelGuard.Hosts.Tests.Packages;

/// <summary>What a package file says of itself and holds.</summary>
internal sealed class PackedProject
{
    private readonly XElement _metadata;

    public PackedProject(string path)
    {
        using var archive = ZipFile.OpenRead(path);
        Files = [.. archive.Entries.Select(entry => entry.FullName)];
        using var nuspec = archive.Entries.Single(entry => entry.FullName.EndsWith(".nuspec", StringComparison.Ordinal)).Open();
        _metadata = XDocument.Load(nuspec).Root!.Elements().Single(element => element.Name.LocalName == "metadata");
    }

    public IReadOnlyList<string> Files { get; }

    public IEnumerable<string> Dependencies =>
        _metadata.Descendants().Where(element => element.Name.LocalName == "dependency").Select(element => element.Attribute("id")!.Value);

    public string Value(string name) => Assert.Single(_metadata.Elements(), element => element.Name.LocalName == name).Value;
}

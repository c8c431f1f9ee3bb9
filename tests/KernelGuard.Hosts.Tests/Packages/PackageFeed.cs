using System.Reflection;
using System.Text.Json;
using System.Xml.Linq;

namespace KernelGuard.Hosts.Tests.Packages;

/// <summary>All packages of the product, packed once from what was built with the tests, as a feed in a folder.</summary>
/// <remarks>
/// What is installed goes to a cache of its own, so that an older package of the same version is never taken for this one. All other packages come
/// from the feeds that this machine is set up with.
/// </remarks>
public sealed class PackageFeed : IAsyncLifetime
{
    private readonly TestFolder _folder = new();
    private readonly Dictionary<string, ProcessResult> _runs = [];

    /// <summary>The names of the projects that are packed.</summary>
    public static IReadOnlyList<string> Projects { get; } =
        [.. Repository.Files("*.csproj", "src").Select(path => Path.GetFileNameWithoutExtension(path))];

    /// <summary>Whether this build uses the stand-ins of tests/upstream.</summary>
    public static bool HasStandIns { get; } = typeof(PackageFeed).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Any(metadata => metadata is { Key: "UpstreamPackages", Value: "false" });

    public static string Version { get; } = XDocument.Parse(Repository.Read("Directory.Build.props")).Descendants("Version").Single().Value;

    internal Processes Processes => new(_folder["cache"]);

    /// <summary>The packages in the feed.</summary>
    internal string Folder => _folder["feed"];

    public async ValueTask InitializeAsync()
    {
        var configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;
        var packing = new Processes();
        foreach (var project in Projects)
        {
            _runs[project] = await packing.DotnetAsync(
                Repository.Root, "pack", $"src/{project}", "--no-build", "--configuration", configuration, "--output", Folder, "--nologo", "-v", "q");
        }
    }

    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    internal ProcessResult Run(string project) => _runs[project];

    internal string PathOf(string package, string extension = "nupkg") => Path.Combine(Folder, $"{package}.{Version}.{extension}");

    /// <summary>An empty folder, outside the repository, whose restores find the feed.</summary>
    internal string NewFolder(string name)
    {
        _folder.Write($"{name}/nuget.config", $"""<configuration><packageSources><add key="packed" value="{Folder}" /></packageSources></configuration>""");
        return _folder[name];
    }

    /// <summary>Where the cache has a package from.</summary>
    internal string? ReadSource(string package)
    {
        using var metadata = JsonDocument.Parse(File.ReadAllText(_folder[$"cache/{package.ToLowerInvariant()}/{Version}/.nupkg.metadata"]));
        return metadata.RootElement.GetProperty("source").GetString();
    }
}

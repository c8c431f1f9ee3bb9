using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using Xunit;

namespace KernelGuard.Tests.House;

/// <summary>The libraries open no connection and start no process: they do not even refer to the types that could.</summary>
public sealed class NetworkTests
{
    private static readonly string[] HarmlessNetworkTypes = ["System.Net.IPAddress", "System.Net.IPNetwork", "System.Net.WebUtility", "System.Net.HttpStatusCode"];

    [Theory]
    [InlineData("KernelGuard")]
    [InlineData("KernelGuard.Cel")]
    [Trait("Requirement", "S1-10")]
    [Trait("Requirement", "S2-27")]
    public void Library_RefersTo_NoNetworkOrProcessType(string assembly) => Assert.Empty(Reaching(Assembly.Load(assembly)));

    [Fact]
    public void Reaching_OfTheHttpClient_FindsSockets() =>
        Assert.Contains("System.Net.Sockets.Socket", Reaching(typeof(HttpClient).Assembly));

    private static List<string> Reaching(Assembly assembly)
    {
        using var image = new PEReader(File.OpenRead(assembly.Location));
        var metadata = image.GetMetadataReader();
        return [.. metadata.TypeReferences
            .Select(handle => metadata.GetTypeReference(handle))
            .Select(type => $"{metadata.GetString(type.Namespace)}.{metadata.GetString(type.Name)}")
            .Where(name => Reaches(name) && !HarmlessNetworkTypes.Contains(name))];
    }

    private static bool Reaches(string type) =>
        type.StartsWith("System.Net.", StringComparison.Ordinal)
        || type.StartsWith("System.IO.Pipes.", StringComparison.Ordinal)
        || type is "System.Diagnostics.Process" or "System.Diagnostics.ProcessStartInfo";
}

using System.Reflection;
using Microsoft.Extensions.AI;
using Microsoft.SemanticKernel;
using Xunit;

namespace KernelGuard.Adapters.Tests.Upstream;

/// <summary>A stand-in has no type and no member that the real library lacks: what compiles against it compiles against the other.</summary>
public sealed class SurfaceTests
{
    private static readonly Assembly[] s_assemblies = [typeof(FunctionInvokingChatClient).Assembly, typeof(Kernel).Assembly, typeof(KernelFunctionFactory).Assembly];

    public static TheoryData<string> Assemblies => [.. s_assemblies.Select(assembly => assembly.GetName().Name!)];

    [Theory]
    [MemberData(nameof(Assemblies))]
    public void PublicMembers_AreAllInTheListingOfTheRealLibrary(string name)
    {
        var listing = SurfaceListing.Find(name);
        Assert.SkipWhen(listing is null, "the listings of the real libraries are not beside the repository");
        var types = s_assemblies.Single(assembly => assembly.GetName().Name == name).GetExportedTypes();

        var unknown = types.Select(SurfaceFormat.Declaration).Where(type => !listing.HasType(type))
            .Concat(types.SelectMany(type => SurfaceFormat.Members(type).Where(member => !listing.HasMember(type.FullName!, member)).Select(member => $"{type.FullName}: {member}")));

        Assert.Empty(unknown);
        Assert.NotEmpty(types);
    }

    [Fact]
    public void StandIns_AllOrNone()
    {
        var standIns = s_assemblies.Count(assembly =>
            assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion == "stand-in: not the real library");

        Assert.True(standIns == 0 || standIns == s_assemblies.Length);
    }
}

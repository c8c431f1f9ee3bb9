using KernelGuard.Cel;

namespace KernelGuard.Rules.Addresses;

/// <summary>Results of functions on addresses.</summary>
internal static class AddressValue
{
    public static CelValue Error(string problem) => CelValue.Error(CelErrorCodes.InvalidArgument, problem);

    public static CelValue Answer(bool? answer, string problem) => answer is { } known ? CelValue.FromBool(known) : Error(problem);
}

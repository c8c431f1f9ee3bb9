using KernelGuard.Calls;
using KernelGuard.Cel;

namespace KernelGuard.Rules;

/// <summary>A frozen list as conditions see it.</summary>
internal sealed class FrozenArray(FrozenList source, bool textConverts) : ICelList
{
    public int Count => source.Count;

    public CelValue this[int index] => FrozenMap.ToValue(source[index], textConverts);
}

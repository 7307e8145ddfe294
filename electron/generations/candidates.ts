import type { CandidateSet, KeptProof, Noun } from '../../shared/contracts/desktop/index.ts';
import type { Rows } from './index.ts';
import { toCandidateSet } from './rows.ts';

/** The contract's `candidates`: what waits for a decision, and the decisions. */
export interface Candidates {
  list(): Promise<CandidateSet[]>;
  /** The proof of one that was put into a document is kept with the picture. */
  accept(taken: { readonly pictureId: string; readonly proof: KeptProof | null }): Promise<boolean>;
  discard(generationId: string): Promise<boolean>;
  reopen(generationId: string): Promise<boolean>;
}

export interface CandidatesParts {
  readonly rows: Rows;
  readonly showInStudio: (pictureId: string) => Promise<void>;
  readonly announce: (noun: Noun, ids: readonly string[]) => void;
}

export function createCandidates({ rows, showInStudio, announce }: CandidatesParts): Candidates {
  const decided = (generationId: string): void => {
    announce('candidates', [generationId]);
    announce('library', []);
  };
  return {
    async list() {
      const { generations, pictures } = await rows.read.pendingSets();
      return generations.map((generation) =>
        toCandidateSet(
          generation,
          pictures.filter((picture) => picture.generation_id === generation.id),
        ),
      );
    },
    async accept({ pictureId, proof }) {
      const kept = proof === null ? null : JSON.stringify(proof);
      const generationId = await rows.write.acceptPicture({ pictureId, kept });
      if (generationId === null) return false;
      await showInStudio(pictureId);
      decided(generationId);
      return true;
    },
    async discard(generationId) {
      const found = await rows.write.decide({ generationId, decision: 'discarded', pictureId: null });
      if (found) decided(generationId);
      return found;
    },
    async reopen(generationId) {
      const found = await rows.write.decide({ generationId, decision: 'pending', pictureId: null });
      if (found) decided(generationId);
      return found;
    },
  };
}

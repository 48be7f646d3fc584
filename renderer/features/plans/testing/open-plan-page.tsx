import { render } from '@testing-library/react';
import type { RenderResult } from '@testing-library/react';
import { Route, Routes } from 'react-router';
import { aSession, SignedIn } from '../../../api/testing/signed-in.tsx';
import type { SpokenBridge } from '../../../api/testing/spoken-bridge.ts';
import type { Language } from '../../../i18n/languages.ts';
import { PlanPage } from '../plan-page.tsx';
import { aPlan } from './plan-samples.ts';

/** The screen of a plan, over a bridge that answers what the test says. */
export function openPlanPage(bridge: SpokenBridge, { session = aSession(), language = 'en' as Language, query = '' } = {}): RenderResult {
  return render(
    <SignedIn bridge={bridge} location={`/plans/${aPlan().id}${query}`} session={session} language={language}>
      <Routes><Route path="/plans/:id" element={<PlanPage />} /></Routes>
    </SignedIn>,
  );
}
